package dev.linger.linux;

/**
 * What the kernel keeps of a connection at an end whose socket is gone: 256 bytes at the end that
 * closed first, nothing at the other (include/net/inet_timewait_sock.h).
 */
enum Leftover {
    NOTHING,
    /** The end closed first, and the FIN of the opposite side has not come. */
    FIN_WAIT2,
    /** The end closed first, or both at once, and both FINs came. */
    TIME_WAIT,
    /** The kernel did not say. */
    UNKNOWN
}
