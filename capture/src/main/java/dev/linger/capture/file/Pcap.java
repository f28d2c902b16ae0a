package dev.linger.capture.file;

import org.jspecify.annotations.Nullable;

/**
 * pcap: a header of 24 bytes, then packets, each after a header of its own
 * (draft-ietf-opsawg-pcap). Also the variant of old Linux distributions with 8 bytes more in the
 * header of a packet (magic 0xa1b2cd34).
 */
final class Pcap implements Layout {
    private static final int FILE_HEADER = 24;

    private final Pieces pieces;
    private final boolean bigEndian;
    private final int header;
    private final int nanosPerUnit;
    private final int linkType;

    private Pcap(Pieces pieces, boolean bigEndian, int header, int nanosPerUnit)
            throws BadCaptureException {
        this.pieces = pieces;
        this.bigEndian = bigEndian;
        this.header = header;
        this.nanosPerUnit = nanosPerUnit;
        if (!pieces.has(FILE_HEADER)) {
            throw pieces.cut("its file header", FILE_HEADER);
        }
        int major = pieces.shortInteger(pieces.at + 4, bigEndian);
        if (major != 2) {
            throw pieces.bad("is pcap of version " + major + ", and only version 2 is known");
        }
        // The upper half says how long the frame check sequence is: the IP length tells better.
        this.linkType = pieces.integer(pieces.at + 20, bigEndian) & 0xffff;
        pieces.at += FILE_HEADER;
    }

    /** Null where the capture does not begin as pcap does. */
    static @Nullable Pcap recognize(Pieces pieces) throws BadCaptureException {
        int magic = pieces.littleInt(pieces.at);
        boolean bigEndian = (magic & 0xffff) == 0xb2a1;
        return switch (bigEndian ? Integer.reverseBytes(magic) : magic) {
            case 0xa1b2c3d4 -> new Pcap(pieces, bigEndian, 16, 1000);
            case 0xa1b23c4d -> new Pcap(pieces, bigEndian, 16, 1);
            case 0xa1b2cd34 -> new Pcap(pieces, bigEndian, 24, 1000);
            default -> null;
        };
    }

    @Override
    public boolean next(Packet packet) throws BadCaptureException {
        if (!pieces.has(header)) {
            return end(packet);
        }
        int captured = (int) pieces.twoIntegers(pieces.at + 8, bigEndian);
        if (captured < 0 || captured > LONGEST_PACKET) {
            throw pieces.bad(
                    "packet %d at byte %d claims %d captured bytes: broken from here on"
                            .formatted(
                                    packet.number + 1,
                                    pieces.offset(),
                                    Integer.toUnsignedLong(captured)));
        }
        if (!pieces.has(header + captured)) {
            throw pieces.cut("packet " + (packet.number + 1), header + captured);
        }
        int at = pieces.at;
        long time = pieces.twoIntegers(at, bigEndian);
        int from = at + header;
        packet.bytes = pieces.bytes;
        packet.from = from;
        packet.to = from + captured;
        packet.wireLength = Math.max(captured, pieces.integer(at + 12, bigEndian));
        packet.linkType = linkType;
        packet.atNanos = (time & 0xffff_ffffL) * 1_000_000_000 + (time >>> 32) * nanosPerUnit;
        pieces.at = from + captured;
        return true;
    }

    private boolean end(Packet packet) throws BadCaptureException {
        if (pieces.endedCleanly()) {
            return false;
        }
        throw pieces.cut("the header of packet " + (packet.number + 1), header);
    }

    @Override
    public String format() {
        return "pcap, " + (nanosPerUnit == 1 ? "nanoseconds" : "microseconds");
    }

    @Override
    public String remark() {
        return "";
    }
}
