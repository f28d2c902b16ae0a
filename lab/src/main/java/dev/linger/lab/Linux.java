package dev.linger.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the lab may do on this machine. */
final class Linux {
    private static final boolean IS_HERE =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");

    private Linux() {}

    /** Whether this is Linux. */
    static boolean isHere() {
        return IS_HERE;
    }

    /** Whether a program of this name is on the PATH. */
    static boolean hasProgram(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }
}
