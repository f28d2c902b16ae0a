package dev.linger.linux;

/**
 * One packet of a ring's block: a view that is set to the next one. Its bytes begin with a header
 * of LINKTYPE_LINUX_SLL2 (and the VLAN tag that the kernel took off), which is written over what
 * lies unused before the packet. Valid until the ring's next call. Not thread-safe.
 */
public final class RingFrame {
    private static final long NANOS = 1_000_000_000;

    // Of struct tpacket3_hdr.
    private static final int SECONDS = 4;
    private static final int NANOSECONDS = 8;
    private static final int KEPT = 12;
    private static final int LENGTH = 16;
    private static final int STATUS = 20;
    private static final int PACKET = 24;
    private static final int TAG = 32;
    private static final int TAG_PROTOCOL = 36;

    private static final int TAG_VALID = 1 << 4;
    private static final int TAG_PROTOCOL_VALID = 1 << 6;

    // Of struct sockaddr_ll, which follows it.
    private static final int ADDRESS = 48;
    private static final int PROTOCOL = ADDRESS + 2;
    private static final int INTERFACE = ADDRESS + 4;
    private static final int HARDWARE_TYPE = ADDRESS + 8;
    private static final int KIND = ADDRESS + 10;
    private static final int LENGTH_AND_ADDRESS = 9;

    private static final int OUTGOING = 4;
    private static final int SLL2_BYTES = 20;
    private static final int TAG_BYTES = 4;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_PROVIDER_VLAN = 0x88a8;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86dd;

    private final byte[] block;
    private int from;
    private int to;
    private int wireLength;
    private long atNanos;

    RingFrame(byte[] block) {
        this.block = block;
    }

    /** Sets the view to the packet whose header lies here; returns how far on the next one is. */
    int set(int header) {
        int packet = header + Bytes.u16(block, header + PACKET);
        to = packet + (int) Bytes.u32(block, header + KEPT);
        atNanos =
                Bytes.u32(block, header + SECONDS) * NANOS + Bytes.u32(block, header + NANOSECONDS);
        int protocol = protocol(header, packet);
        int status = (int) Bytes.u32(block, header + STATUS);
        boolean isTagged = (status & TAG_VALID) != 0;
        from = packet - SLL2_BYTES - (isTagged ? TAG_BYTES : 0);
        wireLength = (int) Bytes.u32(block, header + LENGTH) + packet - from;
        if (isTagged) {
            boolean isNamed = (status & TAG_PROTOCOL_VALID) != 0;
            put(packet - TAG_BYTES, (int) Bytes.u32(block, header + TAG), 2);
            put(packet - 2, protocol, 2);
            protocol = isNamed ? Bytes.u16(block, header + TAG_PROTOCOL) : ETHERTYPE_VLAN;
        }
        link(header, protocol);
        return (int) Bytes.u32(block, header);
    }

    /**
     * Of what the packet begins with. Kernels before 6.11 name the tag of a sent packet, though
     * they show what follows it; later ones name what follows the tag of a received packet, though
     * they show the tag.
     */
    private int protocol(int header, int packet) {
        int protocol = (int) Bytes.bigEndian(block, header + PROTOCOL, 2);
        boolean isTag = protocol == ETHERTYPE_VLAN || protocol == ETHERTYPE_PROVIDER_VLAN;
        int version = block[packet] >> 4;
        if (isTag && block[header + KIND] == OUTGOING && (version == 4 || version == 6)) {
            return version == 4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6;
        }
        return beginsWithTagOf(protocol, packet) ? ETHERTYPE_VLAN : protocol;
    }

    private boolean beginsWithTagOf(int protocol, int packet) {
        int version = protocol == ETHERTYPE_IPV4 ? 4 : 6;
        return (protocol == ETHERTYPE_IPV4 || protocol == ETHERTYPE_IPV6)
                && to - packet > TAG_BYTES
                && Bytes.bigEndian(block, packet + 2, 2) == protocol
                && block[packet + TAG_BYTES] >> 4 == version
                && block[packet] >> 4 != version;
    }

    private void link(int header, int protocol) {
        put(from, protocol, 2);
        put(from + 2, 0, 2);
        put(from + 4, (int) Bytes.u32(block, header + INTERFACE), 4);
        put(from + 8, Bytes.u16(block, header + HARDWARE_TYPE), 2);
        block[from + 10] = block[header + KIND];
        System.arraycopy(block, header + KIND + 1, block, from + 11, LENGTH_AND_ADDRESS);
    }

    private void put(int at, int value, int length) {
        for (int i = 0; i < length; i++) {
            block[at + i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
    }

    /** Holds the packet from {@link #from} (inclusive) to {@link #to} (exclusive). */
    public byte[] bytes() {
        return block;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** With the header that stands for the link's; more than was kept where the filter cut it. */
    public int wireLength() {
        return wireLength;
    }

    /** Nanoseconds since the epoch, by the kernel's clock. */
    public long atNanos() {
        return atNanos;
    }
}
