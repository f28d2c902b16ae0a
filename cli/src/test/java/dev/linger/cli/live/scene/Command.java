package dev.linger.cli.live.scene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A command that has run to its end.
 *
 * @param status 0 where it was content
 * @param said on its output and on standard error
 */
public record Command(int status, String said) {

    public static Command run(Path folder, List<String> words)
            throws IOException, InterruptedException {
        Needs.program(words.getFirst());
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Command(process.waitFor(), said);
    }

    public static Command run(Path folder, String... words)
            throws IOException, InterruptedException {
        return run(folder, List.of(words));
    }
}
