package dev.linger.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a capture file from conversations that read as a timeline:
 *
 * {@snippet :
 * CaptureBuilder capture = CaptureBuilder.pcap();
 * Conversation talk = capture.conversation().opens();
 * talk.client().sends("GET / HTTP/1.1\r\nHost: a\r\n\r\n").at(0.001);
 * talk.server().sends("HTTP/1.1 204 No Content\r\n\r\n").after(0.020);
 * talk.server().fin().after(5);
 * talk.client().fin();
 * talk.server().ack();
 * byte[] file = capture.bytes();
 * }
 *
 * Packets are written in the order of the calls, each {@link #STEP_NANOS} after the one before
 * unless told otherwise. Checksums are left 0. Not thread-safe.
 */
public final class CaptureBuilder {
    /** Time of second 0, in seconds since the epoch. */
    public static final long START_SECONDS = 1_700_000_000;

    /** Time between packets, if nothing else is said: 10 us. */
    public static final long STEP_NANOS = 10_000;

    private static final int FIRST_CLIENT_PORT = 40_001;

    private final boolean blocks;
    private final List<SentPacket> packets = new ArrayList<>();
    private Link link = Link.ETHERNET;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean nanoseconds;
    private int snapLength = 262_144;
    private int conversations;
    private long clock;

    private CaptureBuilder(boolean blocks) {
        this.blocks = blocks;
    }

    /** A pcap file. */
    public static CaptureBuilder pcap() {
        return new CaptureBuilder(false);
    }

    /** A pcapng file: one section, one interface, Enhanced Packet Blocks. */
    public static CaptureBuilder pcapng() {
        return new CaptureBuilder(true);
    }

    /** All packets are seen on such a link; Ethernet if nothing else is said. */
    public CaptureBuilder link(Link newLink) {
        this.link = newLink;
        return this;
    }

    /** Times in nanoseconds instead of microseconds. */
    public CaptureBuilder nanoseconds() {
        this.nanoseconds = true;
        return this;
    }

    /** Written by a big-endian machine. */
    public CaptureBuilder bigEndian() {
        this.order = ByteOrder.BIG_ENDIAN;
        return this;
    }

    /** Keeps no more than this many bytes of each frame. */
    public CaptureBuilder snapLength(int bytes) {
        this.snapLength = bytes;
        return this;
    }

    /** 10.0.0.1 to 10.0.0.2 port 80; the client's port is 40001, then 40002, ... */
    public Conversation conversation() {
        return conversation("10.0.0.1", FIRST_CLIENT_PORT + conversations, "10.0.0.2", 80);
    }

    /** Between these ends; addresses are literals, both IPv4 or both IPv6. */
    public Conversation conversation(String client, int clientPort, String server, int serverPort) {
        conversations++;
        return new Conversation(
                this, Address.of(client, clientPort), Address.of(server, serverPort));
    }

    /** The file. */
    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(blocks ? blockFileHead() : fileHeader());
        for (SentPacket packet : packets) {
            for (byte[] frame : packet.frames(link)) {
                file.writeBytes(blocks ? block(packet, frame) : record(packet, frame));
            }
        }
        return file.toByteArray();
    }

    /** The file, to be read. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }

    SentPacket add(SentPacket packet) {
        packets.add(packet);
        clock += STEP_NANOS;
        packet.nanos = clock;
        return packet;
    }

    void moveClockTo(long nanos) {
        clock = nanos;
    }

    void repeat(SentPacket packet) {
        packets.add(packet);
    }

    private ByteBuffer in(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(order);
    }

    private byte[] fileHeader() {
        byte[] header = new byte[24];
        in(header)
                .putInt(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(snapLength)
                .putInt(link.number());
        return header;
    }

    private byte[] record(SentPacket packet, byte[] frame) {
        int kept = Math.min(frame.length, Math.min(snapLength, packet.keep));
        long nanos = packet.nanos % 1_000_000_000;
        byte[] record = new byte[16 + kept];
        in(record)
                .putInt((int) (START_SECONDS + packet.nanos / 1_000_000_000))
                .putInt((int) (nanoseconds ? nanos : nanos / 1000))
                .putInt(kept)
                .putInt(frame.length)
                .put(frame, 0, kept);
        return record;
    }

    private byte[] blockFileHead() {
        byte[] head = new byte[28 + 32];
        ByteBuffer into = in(head);
        into.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d);
        into.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
        into.putInt(1).putInt(32).putShort((short) link.number()).putShort((short) 0);
        into.putInt(snapLength);
        into.putShort((short) 9).putShort((short) 1); // if_tsresol
        into.put((byte) (nanoseconds ? 9 : 6)).put(new byte[3]);
        into.putInt(0); // end of options
        into.putInt(32);
        return head;
    }

    private byte[] block(SentPacket packet, byte[] frame) {
        int kept = Math.min(frame.length, Math.min(snapLength, packet.keep));
        int length = 32 + ((kept + 3) & ~3);
        long nanos = START_SECONDS * 1_000_000_000 + packet.nanos;
        long units = nanoseconds ? nanos : nanos / 1000;
        byte[] block = new byte[length];
        in(block)
                .putInt(6)
                .putInt(length)
                .putInt(0)
                .putInt((int) (units >>> 32))
                .putInt((int) units)
                .putInt(kept)
                .putInt(frame.length)
                .put(frame, 0, kept)
                .putInt(length - 4, length);
        return block;
    }
}
