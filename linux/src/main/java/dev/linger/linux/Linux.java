package dev.linger.linux;

/** The system whose kernel this room asks. */
public final class Linux {
    private Linux() {}

    /** Whether this is Linux. */
    public static boolean isHere() {
        return System.getProperty("os.name", "").equals("Linux");
    }
}
