package dev.linger.cli.live.scene;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The programs in {@code live/*.go}, built when first asked for. */
public final class GoPrograms {
    /** Fields of the server or transport. */
    public static final String SETTINGS = "SETTINGS";

    /** A client in place of the one that the options describe. */
    public static final String CLIENT = "CLIENT";

    /** What is done with a response's body before it is closed. */
    public static final String READING = "READING";

    private static final Map<String, String> BUILT = new HashMap<>();

    private GoPrograms() {}

    /** Path of the program that was built from {@code live/NAME.go}. */
    public static String path(String name) throws IOException, InterruptedException {
        return path(name, SETTINGS, "");
    }

    /**
     * The same, with something added.
     *
     * @param place stands in the source as a comment
     * @param lines to write there
     */
    public static synchronized String path(String name, String place, String lines)
            throws IOException, InterruptedException {
        String known = BUILT.get(name + lines);
        if (known == null) {
            known = build(name, place, lines);
            BUILT.put(name + lines, known);
        }
        return known;
    }

    private static String build(String name, String place, String lines)
            throws IOException, InterruptedException {
        Path live = Path.of("target", "live", "go").toAbsolutePath();
        Path folder = Files.createDirectories(live.resolve("" + BUILT.size()));
        String source = name + ".go";
        try (InputStream text = GoPrograms.class.getResourceAsStream("/live/" + source)) {
            String program = new String(text.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(source), program.replace("// " + place, lines));
        }
        Command build = Command.run(folder, "go", "build", "-o", name, source);
        if (build.status() != 0) {
            throw new IOException("go build " + source + " failed: " + build.said());
        }
        return folder.resolve(name).toString();
    }
}
