package dev.linger.lab;

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
}
