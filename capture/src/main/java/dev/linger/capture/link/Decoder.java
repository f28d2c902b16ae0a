package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.four;
import static dev.linger.capture.link.Octets.one;
import static dev.linger.capture.link.Octets.two;

import dev.linger.capture.file.Packet;

/**
 * Takes a packet's headers apart, from the link's down to TCP. Checksums are not verified: where
 * the network card computes them, a capture at the sender has none. Decoding allocates nothing,
 * fragments and unknown link types excepted. Not thread-safe.
 */
public final class Decoder {
    private static final int IPV4 = 0x0800;
    private static final int ARP = 0x0806;
    private static final int REVERSE_ARP = 0x8035;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8; // IEEE 802.1ad
    private static final int OLD_PROVIDER_VLAN = 0x9100; // before 802.1ad; 0x9200 and 0x9300 alike
    private static final int PPPOE_SESSION = 0x8864;

    private final Tally tally = new Tally();
    private final Frame frame = new Frame();
    private final Ip ip = new Ip();

    /**
     * Fills the segment if the packet carries one, or completes one that came in fragments; its
     * bytes are then those of the packet or of the datagram put together.
     *
     * @return false where there is no TCP segment to see; {@link #counts()} says what there was
     */
    public boolean decode(Packet packet, Segment segment) {
        if (packet.linkType == LinkType.ETHERNET && Shortcut.take(packet, segment)) {
            tally.segments++;
            return true;
        }
        frame.of(packet);
        Found what = link(packet.linkType, segment);
        tally.add(what, packet.linkType);
        return what == Found.TCP;
    }

    /** What the packets so far were. */
    public Counts counts() {
        return tally.counts(ip.unfinishedDatagrams());
    }

    private Found link(int linkType, Segment segment) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ethernet(segment);
            case LinkType.RAW,
                    LinkType.RAW_BSD,
                    LinkType.RAW_OPENBSD,
                    LinkType.IPV4,
                    LinkType.IPV6 ->
                    ip.read(frame, frame.from, segment);
            case LinkType.LINUX_SLL -> cooked(14, 16, segment);
            case LinkType.LINUX_SLL2 -> cooked(0, 20, segment);
            case LinkType.NULL, LinkType.LOOP -> loopback(segment);
            case LinkType.PPP, LinkType.PPP_HDLC -> ppp(frame.from, segment);
            case LinkType.PPP_ETHER -> pppoe(frame.from, segment);
            case LinkType.NFLOG -> nflog(segment);
            default -> Found.UNKNOWN_LINK;
        };
    }

    private boolean ends(int at, int needed) {
        return frame.to - at < needed;
    }

    /** Whether the snap length or the sender made it end before {@code needed} bytes. */
    private Found tooShort(int at, int needed) {
        return frame.wireTo - at < needed ? Found.BAD_LINK : Found.CUT_IN_LINK;
    }

    private Found ethernet(Segment segment) {
        int at = frame.from;
        if (ends(at, 14)) {
            return tooShort(at, 14);
        }
        return etherType(two(frame.bytes, at + 12), at + 14, segment);
    }

    /** The protocol by its EtherType, under any number of VLAN tags. */
    private Found etherType(int first, int from, Segment segment) {
        int type = first;
        int at = from;
        while (isVlan(type)) {
            if (ends(at, 4)) {
                return tooShort(at, 4);
            }
            type = two(frame.bytes, at + 2);
            at += 4;
        }
        return switch (type) {
            case IPV4, IPV6 -> ip.read(frame, at, segment);
            case ARP, REVERSE_ARP -> Found.ARP;
            case PPPOE_SESSION -> pppoe(at, segment);
            default -> Found.OTHER;
        };
    }

    private static boolean isVlan(int type) {
        return type == VLAN
                || type == PROVIDER_VLAN
                || type == OLD_PROVIDER_VLAN
                || type == OLD_PROVIDER_VLAN + 0x100
                || type == OLD_PROVIDER_VLAN + 0x200;
    }

    private Found cooked(int typeAt, int header, Segment segment) {
        int at = frame.from;
        if (ends(at, header)) {
            return tooShort(at, header);
        }
        return etherType(two(frame.bytes, at + typeAt), at + header, segment);
    }

    /** NULL has the capturing machine's byte order, LOOP the network's; both are told by value. */
    private Found loopback(Segment segment) {
        int at = frame.from;
        if (ends(at, 4)) {
            return tooShort(at, 4);
        }
        int family = four(frame.bytes, at);
        if ((family & 0xffff) == 0) {
            family = Integer.reverseBytes(family);
        }
        return switch (family) {
            // AF_INET; AF_INET6 of Linux, of NetBSD and OpenBSD, of FreeBSD, of macOS.
            case 2, 10, 24, 28, 30 -> ip.read(frame, at + 4, segment);
            default -> Found.OTHER;
        };
    }

    /** RFC 2516, section 4. */
    private Found pppoe(int at, Segment segment) {
        return ends(at, 6) ? tooShort(at, 6) : ppp(at + 6, segment);
    }

    /** RFC 1661 and RFC 1662: address and control may be left out, the protocol's 0 byte too. */
    private Found ppp(int from, Segment segment) {
        int at = from;
        if (!ends(at, 2) && two(frame.bytes, at) == 0xff03) {
            at += 2;
        }
        if (ends(at, 2)) {
            return tooShort(at, 2);
        }
        boolean oneByte = (frame.bytes[at] & 1) != 0;
        int protocol = oneByte ? one(frame.bytes, at) : two(frame.bytes, at);
        return switch (protocol) {
            case 0x21, 0x57 -> ip.read(frame, at + (oneByte ? 1 : 2), segment);
            default -> Found.OTHER;
        };
    }

    /**
     * Attributes in the capturing machine's byte order until the one that holds the packet. The
     * order is told by their types, which are all below 256.
     */
    private Found nflog(Segment segment) {
        int at = frame.from + 4;
        while (!ends(at, 4)) {
            boolean littleEndian = frame.bytes[at + 3] == 0;
            int length = two(frame.bytes, at);
            int type = two(frame.bytes, at + 2);
            if (littleEndian) {
                length = Short.reverseBytes((short) length) & 0xffff;
                type = Short.reverseBytes((short) type) & 0xffff;
            }
            if (type == LinkType.NFLOG_PAYLOAD) {
                return ip.read(frame, at + 4, segment);
            }
            if (length < 4) {
                return Found.BAD_LINK;
            }
            at += (length + 3) & ~3;
        }
        return tooShort(at, 4);
    }
}
