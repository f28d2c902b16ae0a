package dev.linger.capture.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * pcapng: blocks, each with its type and length (draft-ietf-opsawg-pcapng). A section has its own
 * byte order and its own interfaces; blocks of other types are passed over.
 */
final class Pcapng implements Layout {
    private static final int SECTION = 0x0a0d0d0a; // the same in both byte orders
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int FRAME = 12; // type, length, and the length once more at the end
    private static final int MOST_INTERFACES = 65_536;

    private final Pieces pieces;
    private final List<Interface> interfaces = new ArrayList<>();
    private boolean bigEndian;
    private int sections;
    private long withoutTime;
    private long lastNanos;

    private Pcapng(Pieces pieces) {
        this.pieces = pieces;
    }

    /** Null where the capture does not begin as pcapng does. */
    static @Nullable Pcapng recognize(Pieces pieces) throws BadCaptureException {
        if (pieces.littleInt(pieces.at) != SECTION) {
            return null;
        }
        Pcapng layout = new Pcapng(pieces);
        layout.enterSection();
        return layout;
    }

    @Override
    public boolean next(Packet packet) throws BadCaptureException {
        while (pieces.has(8)) {
            int type = pieces.integer(pieces.at, bigEndian);
            switch (type) {
                case SECTION -> enterSection();
                case INTERFACE -> addInterface();
                case PACKET, OBSOLETE_PACKET -> {
                    return packet(packet, type);
                }
                case SIMPLE_PACKET -> {
                    return simplePacket(packet);
                }
                default -> skipBlock();
            }
        }
        if (!pieces.endedCleanly()) {
            throw pieces.cut("the header of a block", 8);
        }
        return false;
    }

    private void enterSection() throws BadCaptureException {
        if (!pieces.has(12)) {
            throw pieces.cut("a section header", 28);
        }
        int magic = pieces.littleInt(pieces.at + 8);
        bigEndian = magic == Integer.reverseBytes(BYTE_ORDER_MAGIC);
        if (!bigEndian && magic != BYTE_ORDER_MAGIC) {
            throw pieces.bad(
                    "the section at byte %d has the byte order magic %08x, which is none"
                            .formatted(pieces.offset(), magic));
        }
        interfaces.clear();
        sections++;
        skipBlock();
    }

    private void addInterface() throws BadCaptureException {
        int length = wholeBlock(FRAME + 8);
        if (interfaces.size() == MOST_INTERFACES) {
            throw pieces.bad(
                    "describes more than %d interfaces before byte %d: broken"
                            .formatted(MOST_INTERFACES, pieces.offset()));
        }
        int end = pieces.at + length - 4;
        int resolution = 6;
        long offset = 0;
        int option = pieces.at + 16;
        while (end - option >= 4) {
            int code = pieces.shortInteger(option, bigEndian);
            int size = pieces.shortInteger(option + 2, bigEndian);
            if (code == 0 || size > end - option - 4) {
                break;
            }
            if (code == 9 && size == 1) {
                resolution = pieces.bytes[option + 4] & 255;
            } else if (code == 14 && size == 8) {
                offset = twoIntegers(option + 4, bigEndian);
            }
            option += 4 + ((size + 3) & ~3);
        }
        interfaces.add(
                new Interface(
                        pieces.shortInteger(pieces.at + 8, bigEndian),
                        pieces.integer(pieces.at + 12, bigEndian),
                        resolution,
                        offset));
        pieces.at += length;
    }

    private boolean packet(Packet packet, int type) throws BadCaptureException {
        int length = wholeBlock(FRAME + 20);
        int at = pieces.at;
        int number =
                type == PACKET
                        ? pieces.integer(at + 8, bigEndian)
                        : pieces.shortInteger(at + 8, bigEndian);
        Interface seenBy = seenBy(number);
        int captured = pieces.integer(at + 20, bigEndian);
        if (captured < 0 || captured > length - FRAME - 20) {
            throw pieces.bad(
                    "packet %d at byte %d claims %d captured bytes in a block of %d: broken"
                            .formatted(
                                    packet.number + 1,
                                    pieces.offset(),
                                    Integer.toUnsignedLong(captured),
                                    length));
        }
        // The high half comes first in both byte orders.
        long units =
                ((long) pieces.integer(at + 12, bigEndian) << 32)
                        | (pieces.integer(at + 16, bigEndian) & 0xffff_ffffL);
        lastNanos = seenBy.nanos(units);
        int wireLength = pieces.integer(at + 24, bigEndian);
        fill(packet, seenBy, at + 28, captured, wireLength);
        pieces.at += length;
        return true;
    }

    /** A Simple Packet Block has no time: it is given the time of the packet before. */
    private boolean simplePacket(Packet packet) throws BadCaptureException {
        int length = wholeBlock(FRAME + 4);
        Interface seenBy = seenBy(0);
        int wireLength = pieces.integer(pieces.at + 8, bigEndian);
        int captured = length - FRAME - 4;
        if (wireLength >= 0 && wireLength < captured) {
            captured = wireLength; // the rest is padding to a multiple of four
        }
        if (seenBy.snapLength() > 0 && seenBy.snapLength() < captured) {
            captured = seenBy.snapLength();
        }
        withoutTime++;
        fill(packet, seenBy, pieces.at + 12, captured, wireLength);
        pieces.at += length;
        return true;
    }

    private void fill(Packet packet, Interface seenBy, int from, int captured, int wireLength) {
        packet.bytes = pieces.bytes;
        packet.from = from;
        packet.to = from + captured;
        packet.wireLength = Math.max(captured, wireLength);
        packet.linkType = seenBy.linkType();
        packet.atNanos = lastNanos;
    }

    private Interface seenBy(int number) throws BadCaptureException {
        if (number < 0 || number >= interfaces.size()) {
            throw pieces.bad(
                    "the packet at byte %d names interface %d, but its section describes %d: broken"
                            .formatted(
                                    pieces.offset(),
                                    Integer.toUnsignedLong(number),
                                    interfaces.size()));
        }
        return interfaces.get(number);
    }

    private void skipBlock() throws BadCaptureException {
        long length = length(FRAME);
        long offset = pieces.offset();
        if (!pieces.skip(length)) {
            throw pieces.cut("a block", offset, length);
        }
    }

    /** The block's length, when all of it is in memory. */
    private int wholeBlock(int least) throws BadCaptureException {
        long length = length(least);
        if (length > LONGEST_PACKET) {
            throw pieces.bad(
                    "the block at byte %d claims %d bytes: broken from here on"
                            .formatted(pieces.offset(), length));
        }
        int size = (int) length;
        if (!pieces.has(size)) {
            throw pieces.cut("a block", size);
        }
        int repeated = pieces.integer(pieces.at + size - 4, bigEndian);
        if (repeated != size) {
            throw pieces.bad(
                    "the block at byte %d begins with the length %d and ends with %d: broken"
                            .formatted(pieces.offset(), size, Integer.toUnsignedLong(repeated)));
        }
        return size;
    }

    private long length(int least) throws BadCaptureException {
        long length = pieces.integer(pieces.at + 4, bigEndian) & 0xffff_ffffL;
        if (length < least || (length & 3) != 0) {
            throw pieces.bad(
                    "the block at byte %d claims the length %d, not a multiple of 4 from %d on: broken"
                            .formatted(pieces.offset(), length, least));
        }
        return length;
    }

    private long twoIntegers(int at, boolean bigEndian) {
        long first = pieces.integer(at, bigEndian) & 0xffff_ffffL;
        long second = pieces.integer(at + 4, bigEndian) & 0xffff_ffffL;
        return bigEndian ? (first << 32) | second : (second << 32) | first;
    }

    @Override
    public String format() {
        return sections > 1 ? "pcapng, " + sections + " sections" : "pcapng";
    }

    @Override
    public String remark() {
        return withoutTime == 0
                ? ""
                : withoutTime
                        + " packets have no time (Simple Packet Blocks): each was given that of the"
                        + " packet before, so durations are not to be trusted";
    }
}
