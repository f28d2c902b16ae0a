package dev.linger.cli;

/** What a command tells who called it. */
public final class ExitStatus {
    /** Done. */
    public static final int DONE = 0;

    /** Done, and a check found something. */
    public static final int FOUND = 1;

    /** Could not be done. */
    public static final int FAILED = 2;

    private ExitStatus() {}
}
