package dev.linger.capture.flow;

/** When the life of a connection was told. */
enum HandedOver {
    /** It had ended, or the capture had. */
    AT_ITS_END,
    /** A later connection took its ports. */
    REPLACED,
    /** It was never established, and nobody waits any longer. */
    GIVEN_UP,
    /** It was not established yet, and there were too many like it. */
    CROWDED_OUT;

    /** Whether there was an end that the capture does not show, or that was not waited for. */
    boolean isBeforeItsEnd() {
        return this == REPLACED || this == CROWDED_OUT;
    }
}
