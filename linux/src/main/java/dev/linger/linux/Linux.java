package dev.linger.linux;

/** The system whose kernel this room asks. */
public final class Linux {
    private static final boolean IS_HERE = System.getProperty("os.name", "").equals("Linux");

    private Linux() {}

    /** Whether this is Linux. */
    public static boolean isHere() {
        return IS_HERE;
    }
}
