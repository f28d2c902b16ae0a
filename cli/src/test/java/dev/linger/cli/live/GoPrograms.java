package dev.linger.cli.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs in {@code live/*.go}, built when first asked for. */
final class GoPrograms {
    private static final Map<String, String> BUILT = new HashMap<>();

    private GoPrograms() {}

    /** Path of the program that was built from {@code live/NAME.go}. */
    static synchronized String path(String name) throws IOException, InterruptedException {
        String known = BUILT.get(name);
        if (known == null) {
            known = build(name);
            BUILT.put(name, known);
        }
        return known;
    }

    private static String build(String name) throws IOException, InterruptedException {
        Needs.program("go");
        Path folder = Files.createDirectories(Path.of("target", "live", "go").toAbsolutePath());
        String source = name + ".go";
        try (InputStream text = GoPrograms.class.getResourceAsStream("/live/" + source)) {
            Files.write(folder.resolve(source), text.readAllBytes());
        }
        ProcessBuilder build =
                new ProcessBuilder(List.of("go", "build", "-o", name, source))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        Process process = build.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("go build " + source + " failed: " + said);
        }
        return folder.resolve(name).toString();
    }
}
