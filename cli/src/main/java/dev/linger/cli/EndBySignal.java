package dev.linger.cli;

import java.time.Duration;

/**
 * While this is open, SIGINT and SIGTERM end what the current thread listens to, instead of the
 * program: that goes on to its end, which has the status of a run that nobody interrupted.
 */
public final class EndBySignal implements AutoCloseable {
    /** How long an interrupted program may take to print what it knows. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Runnable end;
    private final int statusOfEnded;
    private final Thread program = Thread.currentThread();
    private final Thread hook = new Thread(this::endAndWait, "ended by a signal");

    public EndBySignal(Runnable end) {
        this(end, ExitStatus.DONE);
    }

    /** With the status of a run that was ended so. */
    public EndBySignal(Runnable end, int statusOfEnded) {
        this.end = end;
        this.statusOfEnded = statusOfEnded;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void endAndWait() {
        end.run();
        int status = ExitStatus.FAILED;
        try {
            if (program.join(GRACE)) {
                status = statusOfEnded; // with another one it would have halted by itself
            } else {
                System.err.println("linger: ended before everything was printed");
            }
        } catch (InterruptedException e) {
            System.err.println("linger: ended; the rest could not be printed: " + e);
        }
        Runtime.getRuntime().halt(status);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return; // the hook waits for the program's end
        }
    }
}
