package dev.linger.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One end of a conversation. Sequence and acknowledgment numbers follow by themselves: what an end
 * sends has arrived at the other, unless it was {@link SentPacket#lost()}.
 */
public final class ConversationEnd {
    private static final int LONGEST_SEGMENT = 65_000;

    final Address address;
    final Address other;
    private final CaptureBuilder capture;
    private ConversationEnd across = this;
    private int next;
    private int arrived;
    private int window = 64_240;
    private int nextIpId = 1;
    private static final int TTL = 64;

    ConversationEnd(CaptureBuilder capture, Address address, Address other, int firstSequence) {
        this.capture = capture;
        this.address = address;
        this.other = other;
        this.next = firstSequence;
    }

    void meet(ConversationEnd end) {
        across = end;
    }

    /** Begins with this sequence number; near 2^32 for a test of the wrap. */
    public ConversationEnd startsAt(long sequence) {
        next = (int) sequence;
        return this;
    }

    /** Announces this window from now on, unscaled. */
    public ConversationEnd hasWindow(int bytes) {
        window = bytes;
        return this;
    }

    public SentPacket syn() {
        return send(SentPacket.SYN, new byte[0]);
    }

    public SentPacket synAck() {
        return send(SentPacket.SYN | SentPacket.ACK, new byte[0]);
    }

    public SentPacket ack() {
        return send(SentPacket.ACK, new byte[0]);
    }

    /** FIN, as usual with an ACK. */
    public SentPacket fin() {
        return send(SentPacket.FIN | SentPacket.ACK, new byte[0]);
    }

    /** RST, as usual with an ACK; {@link SentPacket#withoutAck()} for the other kind. */
    public SentPacket rst() {
        return send(SentPacket.RST | SentPacket.ACK, new byte[0]);
    }

    /** A segment of Latin-1 text. */
    public SentPacket sends(String text) {
        return sends(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One segment, however long. */
    public SentPacket sends(byte[] payload) {
        return send(SentPacket.PSH | SentPacket.ACK, payload);
    }

    /** A segment of this many bytes of no meaning. */
    public SentPacket sends(int count) {
        byte[] payload = new byte[count];
        Arrays.fill(payload, (byte) 'x');
        return sends(payload);
    }

    /** The same segment once more; it arrives, and so has all that was sent after it. */
    public SentPacket resends(SentPacket sent) {
        SentPacket again = new SentPacket(capture, this, sent.flags, sent.payload);
        again.sequence = sent.sequence;
        across.arrived = next;
        return stamped(again);
    }

    /** A keep-alive probe: no payload, one before the next sequence number. */
    public SentPacket probes() {
        SentPacket probe = ack();
        probe.sequence--;
        return probe;
    }

    /** Sends bytes that no capture sees: the sequence numbers go on. */
    public void sendsUnseen(int count) {
        next += count;
        across.arrived = next;
    }

    private SentPacket send(int flags, byte[] payload) {
        if (payload.length > LONGEST_SEGMENT) {
            throw new IllegalArgumentException(
                    payload.length + " bytes: a segment holds at most " + LONGEST_SEGMENT);
        }
        SentPacket packet = new SentPacket(capture, this, flags, payload);
        packet.sequence = next;
        next += packet.sequenceLength();
        across.arrived = next;
        return stamped(packet);
    }

    private SentPacket stamped(SentPacket packet) {
        packet.acknowledgment = arrived;
        packet.window = window;
        packet.ttl = TTL;
        packet.ipId = nextIpId++ & 0xffff;
        return capture.add(packet);
    }

    void grow(SentPacket packet, int by) {
        next += by;
        across.arrived = packet.sequence + packet.sequenceLength();
    }

    void didNotArrive(SentPacket packet) {
        across.arrived = packet.sequence;
    }
}
