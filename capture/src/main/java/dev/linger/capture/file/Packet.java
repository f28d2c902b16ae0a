package dev.linger.capture.file;

/**
 * One captured packet: a view that its reader fills again for the next packet, so that reading
 * costs no allocation. Valid until the reader's next call. Not thread-safe.
 */
public final class Packet {
    /** Holds the captured bytes from {@link #from} (inclusive) to {@link #to} (exclusive). */
    public byte[] bytes = {};

    public int from;
    public int to;

    /** Length on the wire in bytes; more than {@code to - from} where the snap length cut it. */
    public int wireLength;

    /** LINKTYPE number of the interface it was captured on. */
    public int linkType;

    /** From 1, counted over all files of one reading. */
    public long number;

    /** Nanoseconds since the epoch. */
    public long atNanos;
}
