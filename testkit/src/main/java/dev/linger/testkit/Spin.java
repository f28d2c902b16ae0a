package dev.linger.testkit;

/** Waiting for what nobody tells of, without sleeping. */
public final class Spin {
    private Spin() {}

    /**
     * A turn of the loop that looks again.
     *
     * @throws AssertionError once the test's time is over, which JUnit tells by an interrupt
     */
    public static void turn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("waited in vain");
        }
        Thread.onSpinWait();
    }
}
