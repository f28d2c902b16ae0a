package dev.linger.lab.cast;

import dev.linger.lab.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program in Go, compiled before it is started: the first one takes minutes. */
final class GoProgram {
    private GoProgram() {}

    /**
     * Compiles it in this folder.
     *
     * @return the command that starts it
     */
    static List<String> command(String source, Path folder)
            throws IOException, InterruptedException {
        Path file = folder.resolve("program.go");
        Path program = folder.resolve("program");
        Files.writeString(file, source);
        Program.compile(List.of("go", "build", "-o", program.toString(), file.toString()), folder);
        return List.of(program.toString());
    }
}
