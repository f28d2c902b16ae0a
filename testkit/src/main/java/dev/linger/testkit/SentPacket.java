package dev.linger.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A packet of a conversation; what is said of it right after sending changes it. */
public final class SentPacket {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;

    private final CaptureBuilder capture;
    final ConversationEnd from;
    int flags;
    byte[] payload;
    int sequence;
    int acknowledgment;
    int window;
    int windowScale = -1;
    int ttl;
    int ipId;
    long nanos;
    int keep = Integer.MAX_VALUE;
    private int fragmentSize;
    private int icmpCode = -1;
    private boolean captured = true;

    SentPacket(CaptureBuilder capture, ConversationEnd from, int flags, byte[] payload) {
        this.capture = capture;
        this.from = from;
        this.flags = flags;
        this.payload = payload;
    }

    /** Seen at this second after the capture's start; the following packets come after it. */
    public SentPacket at(double seconds) {
        nanos = Math.round(seconds * 1e9);
        capture.moveClockTo(nanos);
        return this;
    }

    /** Seen this many seconds after the packet before it. */
    public SentPacket after(double seconds) {
        nanos += Math.round(seconds * 1e9) - CaptureBuilder.STEP_NANOS;
        capture.moveClockTo(nanos);
        return this;
    }

    /** Captured, but never arrived: the other end does not acknowledge it. */
    public SentPacket lost() {
        from.didNotArrive(this);
        return this;
    }

    /** Sent and arrived, but not in the capture. */
    public SentPacket notCaptured() {
        captured = false;
        return this;
    }

    /** Captured twice, as by a capture on all interfaces. */
    public SentPacket capturedTwice() {
        capture.repeat(this);
        return this;
    }

    /** Sent before that packet of the other end had arrived: it is not acknowledged. */
    public SentPacket notHavingSeen(SentPacket packet) {
        acknowledgment = packet.sequence;
        return this;
    }

    /** Carries a FIN as well. */
    public SentPacket withFin() {
        flags |= FIN;
        from.grow(this, 1);
        return this;
    }

    /** Carries this payload as well: a SYN with data is TCP Fast Open. */
    public SentPacket carrying(String text) {
        byte[] more = text.getBytes(StandardCharsets.ISO_8859_1);
        int before = payload.length;
        payload = more;
        from.grow(this, more.length - before);
        return this;
    }

    public SentPacket withoutAck() {
        flags &= ~ACK;
        acknowledgment = 0;
        return this;
    }

    /** Announces this window, unscaled; only this packet. */
    public SentPacket window(int bytes) {
        window = bytes;
        return this;
    }

    /** With a window scale option: only a SYN may have it. */
    public SentPacket windowScale(int shift) {
        windowScale = shift;
        return this;
    }

    public SentPacket ttl(int hops) {
        ttl = hops;
        return this;
    }

    public SentPacket ipId(int id) {
        ipId = id;
        return this;
    }

    public SentPacket sequence(long number) {
        sequence = (int) number;
        return this;
    }

    public SentPacket acknowledgment(long number) {
        acknowledgment = (int) number;
        return this;
    }

    /** A router on the way answers it by the ICMP error "destination unreachable" of this code. */
    public SentPacket rejected(int code) {
        icmpCode = code;
        return lost();
    }

    /** No more than this many bytes of its frame were kept. */
    public SentPacket cutTo(int bytes) {
        keep = bytes;
        return this;
    }

    /** Sent as IP fragments of this many bytes: a multiple of 8. */
    public SentPacket inFragmentsOf(int bytes) {
        if (bytes <= 0 || bytes % 8 != 0) {
            throw new IllegalArgumentException(
                    "fragments of " + bytes + " bytes: must be a positive multiple of 8");
        }
        fragmentSize = bytes;
        return this;
    }

    int sequenceLength() {
        return payload.length + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
    }

    List<byte[]> frames(Link link) {
        if (!captured) {
            return List.of();
        }
        Datagrams datagrams = new Datagrams(this);
        List<byte[]> packets = new ArrayList<>(datagrams.of(fragmentSize));
        if (icmpCode >= 0) {
            packets.add(datagrams.unreachable(icmpCode));
        }
        return packets.stream().map(link::frame).toList();
    }
}
