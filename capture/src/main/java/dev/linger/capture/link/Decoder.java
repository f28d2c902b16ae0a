package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.four;
import static dev.linger.capture.link.Octets.one;
import static dev.linger.capture.link.Octets.two;

import dev.linger.capture.file.Packet;
import org.jspecify.annotations.Nullable;

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
    private static final int MPLS = 0x8847;
    private static final int MPLS_UPSTREAM = 0x8848; // RFC 5332

    /** So many packets may lie within each other; a mirror of an overlay has three. */
    private static final int DEEPEST = 8;

    private final Tally tally = new Tally();
    private final Frame frame = new Frame();
    private final Ip ip = new Ip();
    private final Tunnel tunnel = new Tunnel();
    private int depth;

    /** How many Ethernet frames are in each other here, without an IP packet between them. */
    private int frames;

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
        depth = 0;
        frames = 0;
        ip.begin();
        Found what = link(packet.linkType, segment);
        tally.add(what, packet.linkType);
        if (depth > 0) {
            tally.addTunnelled(tunnel.name());
        }
        return what == Found.TCP;
    }

    /**
     * In which words the packet, which carries no segment, says by ICMP that the segment which it
     * quotes was not delivered: that one's ends are filled in. Null where it does not.
     */
    public @Nullable String unreachable() {
        return ip.unreachable();
    }

    /** What the packets so far were. */
    public Counts counts() {
        return tally.counts(ip.unfinishedDatagrams());
    }

    private Found link(int linkType, Segment segment) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ethernet(frame.from, segment);
            case LinkType.RAW,
                    LinkType.RAW_BSD,
                    LinkType.RAW_OPENBSD,
                    LinkType.IPV4,
                    LinkType.IPV6 ->
                    ip(frame.from, segment);
            case LinkType.LINUX_SLL -> cooked(14, 16, segment);
            case LinkType.LINUX_SLL2 -> cooked(0, 20, segment);
            case LinkType.NULL, LinkType.LOOP -> loopback(segment);
            case LinkType.PPP, LinkType.PPP_HDLC -> ppp(frame.from, segment);
            case LinkType.PPP_ETHER -> pppoe(frame.from, segment);
            case LinkType.CISCO_HDLC -> cooked(2, 4, segment);
            case LinkType.NFLOG -> nflog(segment);
            case LinkType.PKTAP -> pktap(segment);
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

    /** An IP packet, or the one inside if it is the outside of a tunnel. */
    private Found ip(int at, Segment segment) {
        Found outside = ip.read(frame, at, segment);
        if (outside == Found.TCP || depth == DEEPEST || !tunnel.opens(ip.carried(), frame)) {
            return outside;
        }
        depth++;
        frames = 0;
        return etherType(tunnel.type(), tunnel.at(), segment);
    }

    private Found ethernet(int at, Segment segment) {
        if (ends(at, 14)) {
            return tooShort(at, 14);
        }
        frames++;
        if (frames > DEEPEST) {
            return Found.OTHER;
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
            case IPV4, IPV6 -> ip(at, segment);
            case ARP, REVERSE_ARP -> Found.ARP;
            case PPPOE_SESSION -> pppoe(at, segment);
            case MPLS, MPLS_UPSTREAM -> mpls(at, segment);
            case Tunnel.ETHERNET -> ethernet(at, segment);
            default -> Found.OTHER;
        };
    }

    /**
     * RFC 3032, section 2.1: the last label has a bit for it; what follows says by its first half
     * byte what it is (RFC 4928, section 3). An Ethernet frame is taken for one only behind a
     * control word (RFC 4448, section 4.6).
     */
    private Found mpls(int from, Segment segment) {
        int at = from;
        boolean last = false;
        while (!last) {
            if (ends(at, 5)) {
                return tooShort(at, 5);
            }
            last = (frame.bytes[at + 2] & 1) != 0;
            at += 4;
        }
        return switch ((frame.bytes[at] >>> 4) & 15) {
            case 4, 6 -> ip(at, segment);
            case 0 -> ethernet(at + 4, segment);
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
            case 2, 10, 24, 28, 30 -> ip(at + 4, segment);
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
            case 0x21, 0x57 -> ip(at + (oneByte ? 1 : 2), segment);
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
                return ip(at + 4, segment);
            }
            if (length < 4) {
                return Found.BAD_LINK;
            }
            at += (length + 3) & ~3;
        }
        return tooShort(at, 4);
    }

    /**
     * What macOS puts before the packets of all interfaces, in its own byte order: how long that
     * is, whether a packet follows, on which kind of link.
     */
    private Found pktap(Segment segment) {
        int at = frame.from;
        if (ends(at, 12)) {
            return tooShort(at, 12);
        }
        int header = Integer.reverseBytes(four(frame.bytes, at));
        int linkType = Integer.reverseBytes(four(frame.bytes, at + 8));
        if (header < 12 || header > frame.wireTo - at || linkType == LinkType.PKTAP) {
            return Found.BAD_LINK;
        }
        frame.from = at + header;
        return link(linkType, segment);
    }
}
