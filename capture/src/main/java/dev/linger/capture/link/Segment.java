package dev.linger.capture.link;

/**
 * One TCP segment (RFC 9293, section 3.1) with the fields of its IP header that matter: a view that
 * the decoder fills again for the next packet. Valid until the decoder's next call. Not
 * thread-safe.
 *
 * <p>Addresses are 128 bits; an IPv4 address is held as its IPv4-mapped IPv6 address, as in {@link
 * dev.linger.life.Endpoint}.
 */
public final class Segment {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    public int sourcePort;
    public int destinationPort;

    /** TTL or hop limit. */
    public int ttl;

    /** Identification of the IPv4 header; -1 for IPv6. */
    public int ipId;

    public int sequence;
    public int acknowledgment;
    public int flags;

    /** As in the header, not scaled. */
    public int window;

    /** Shift count of a SYN's window scale option (RFC 7323, section 2); -1 where there is none. */
    public int windowScale;

    /** Holds the captured payload from {@link #from} (inclusive) to {@link #to} (exclusive). */
    public byte[] bytes = {};

    public int from;
    public int to;

    /** Payload length on the wire in bytes; more than {@code to - from} where it was cut. */
    public int length;

    /** Whether it has no flag but ACK, PSH aside, and no payload. */
    public boolean isBareAcknowledgment() {
        return length == 0 && (flags & ~PSH) == ACK;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
