package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.two;
import static dev.linger.capture.link.Octets.word;

import dev.linger.capture.file.Packet;

/**
 * The headers of nearly every packet, in one look: Ethernet without a tag, IPv4 without options and
 * not in fragments, TCP. What it fills is what {@link Decoder} would fill; where anything is out of
 * the ordinary it says no, and the long way says what that is.
 */
final class Shortcut {
    private static final int IP = 14;
    private static final int TCP = IP + 20;
    private static final int PAYLOAD = TCP + 20;

    /** EtherType 0x0800, then version 4 and a header of 5 words. */
    private static final long VERSION_4 = 0x45_0008;

    /** Neither more fragments nor an offset; the protocol is TCP. */
    private static final long PLACE_AND_PROTOCOL = 0xff00_ff3fL;

    private static final long WHOLE_TCP = 0x0600_0000;

    private static final long IPV4_MAPPED = 0xffff_0000_0000L;

    private Shortcut() {}

    /** Whether the packet is such a one, and the segment filled. */
    static boolean take(Packet packet, Segment segment) {
        byte[] bytes = packet.bytes;
        int at = packet.from;
        int to = packet.to;
        if (to - at < PAYLOAD) {
            return false;
        }
        long first = word(bytes, at + 12);
        long second = word(bytes, at + 20);
        long last = word(bytes, at + TCP + 8);
        int total = two(first, 32);
        int header = (int) (last >>> 34) & 0x3c; // the upper half of a byte, in words of 4
        if ((first & 0xff_ffff) != VERSION_4
                || (second & PLACE_AND_PROTOCOL) != WHOLE_TCP
                || header < 20
                || header > total - 20) {
            return false;
        }
        segment.ipId = two(first, 48);
        segment.ttl = (int) (second >>> 16) & 0xff;
        segment.acknowledgment = Integer.reverseBytes((int) last);
        segment.flags = (int) (last >>> 40) & 0xff;
        segment.window = two(last, 48);
        endpoints(bytes, at, segment);
        int end = Math.min(to, at + IP + total);
        segment.bytes = bytes;
        segment.from = Math.min(at + TCP + header, end);
        segment.to = end;
        segment.length = total - 20 - header;
        segment.windowScale =
                segment.has(Segment.SYN) ? Tcp.windowScale(bytes, at + PAYLOAD, segment.from) : -1;
        return true;
    }

    private static void endpoints(byte[] bytes, int at, Segment segment) {
        long addresses = word(bytes, at + IP + 12);
        long ports = word(bytes, at + TCP);
        segment.sourceHigh = 0;
        segment.sourceLow =
                IPV4_MAPPED | Integer.toUnsignedLong(Integer.reverseBytes((int) addresses));
        segment.destinationHigh = 0;
        segment.destinationLow =
                IPV4_MAPPED
                        | Integer.toUnsignedLong(Integer.reverseBytes((int) (addresses >>> 32)));
        segment.sourcePort = two(ports, 0);
        segment.destinationPort = two(ports, 16);
        segment.sequence = Integer.reverseBytes((int) (ports >>> 32));
    }
}
