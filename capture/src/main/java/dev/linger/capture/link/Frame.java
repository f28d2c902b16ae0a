package dev.linger.capture.link;

import dev.linger.capture.file.Packet;

/** The bytes of the packet that is being decoded. */
final class Frame {
    byte[] bytes = {};
    int from;

    /** End of what was captured. */
    int to;

    /** End on the wire, as an index that lies behind {@link #to} where the packet was cut. */
    int wireTo;

    /** Capture time in nanoseconds. */
    long now;

    void of(Packet packet) {
        bytes = packet.bytes;
        from = packet.from;
        to = packet.to;
        // A broken file's length could overflow the index.
        wireTo = (int) Math.min((long) from + packet.wireLength, Integer.MAX_VALUE);
        now = packet.atNanos;
    }
}
