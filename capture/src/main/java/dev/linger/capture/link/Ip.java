package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.eight;
import static dev.linger.capture.link.Octets.four;
import static dev.linger.capture.link.Octets.one;
import static dev.linger.capture.link.Octets.two;

/**
 * IPv4 (RFC 791) and IPv6 (RFC 8200) down to a TCP segment. Their own length fields are trusted
 * over the frame's: short Ethernet frames are padded, and some captures give a cut length as that
 * of the wire. A length of 0 means up to the frame's end: the network card was to cut the segment
 * in pieces and write the lengths.
 */
final class Ip {
    private static final long IPV4_MAPPED = 0xffff_0000_0000L;

    /** No protocol. */
    private static final int NOTHING = -1;

    private static final int HOP_BY_HOP = 0;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int ICMP6 = 58;
    private static final int DESTINATION = 60;
    private static final int MOBILITY = 135;

    private final Fragments fragments = new Fragments();

    private Frame frame = new Frame();
    private byte[] bytes = {};
    private int to;
    private int wireTo;
    private long now;
    private int carried;

    /** Says what lies between {@code at} and the frame's end, and fills the segment if TCP. */
    Found read(Frame frame, int at, Segment segment) {
        this.frame = frame;
        carried = NOTHING;
        bytes = frame.bytes;
        to = frame.to;
        wireTo = frame.wireTo;
        now = frame.now;
        if (at >= to) {
            return tooShort(at, 1);
        }
        return switch ((bytes[at] >>> 4) & 15) {
            case 4 -> version4(at, segment);
            case 6 -> version6(at, segment);
            default -> Found.BAD_IP;
        };
    }

    /**
     * The protocol whose header the frame begins with now, if what was read last was neither TCP
     * nor cut off before that header.
     */
    int carried() {
        return carried;
    }

    /** Whether the snap length or the sender made it end before {@code needed} bytes. */
    private Found tooShort(int at, int needed) {
        return wireTo - at < needed ? Found.BAD_IP : Found.CUT_IN_IP;
    }

    private Found version4(int at, Segment segment) {
        int header = (bytes[at] & 15) << 2;
        if (header < 20) {
            return Found.BAD_IP;
        }
        if (to - at < header) {
            return tooShort(at, header);
        }
        int total = two(bytes, at + 2);
        if (total == 0) {
            total = wireTo - at;
        }
        if (total < header) {
            return Found.BAD_IP;
        }
        segment.sourceHigh = 0;
        segment.sourceLow = IPV4_MAPPED | (four(bytes, at + 12) & 0xffff_ffffL);
        segment.destinationHigh = 0;
        segment.destinationLow = IPV4_MAPPED | (four(bytes, at + 16) & 0xffff_ffffL);
        segment.ttl = one(bytes, at + 8);
        segment.ipId = two(bytes, at + 4);
        wireTo = at + total;
        to = Math.min(to, wireTo);
        int place = two(bytes, at + 6);
        boolean last = (place & 0x2000) == 0;
        int offset = (place & 0x1fff) << 3;
        int protocol = one(bytes, at + 9);
        return last && offset == 0
                ? payload(protocol, at + header, segment)
                : fragment(protocol, at + header, offset, last, segment.ipId, segment);
    }

    private Found version6(int at, Segment segment) {
        if (to - at < 40) {
            return tooShort(at, 40);
        }
        int length = two(bytes, at + 4);
        if (length != 0) {
            wireTo = at + 40 + length;
            to = Math.min(to, wireTo);
        }
        segment.sourceHigh = eight(bytes, at + 8);
        segment.sourceLow = eight(bytes, at + 16);
        segment.destinationHigh = eight(bytes, at + 24);
        segment.destinationLow = eight(bytes, at + 32);
        segment.ttl = one(bytes, at + 7);
        segment.ipId = -1;
        return afterHeader(one(bytes, at + 6), at + 40, segment);
    }

    /** Passes over extension headers (RFC 8200, section 4). */
    private Found afterHeader(int first, int from, Segment segment) {
        int next = first;
        int at = from;
        while (isExtension(next)) {
            if (to - at < 8) {
                return tooShort(at, 8);
            }
            int place = two(bytes, at + 2);
            int inside = one(bytes, at);
            if (next == FRAGMENT && (place & 0xfff9) != 0) {
                boolean last = (place & 1) == 0;
                int id = four(bytes, at + 4);
                return fragment(inside, at + 8, place & 0xfff8, last, id, segment);
            }
            at += extensionLength(next, one(bytes, at + 1));
            next = inside;
        }
        return payload(next, at, segment);
    }

    private Found payload(int protocol, int at, Segment segment) {
        if (protocol == TCP) {
            return tcp(at, segment);
        }
        frame.bytes = bytes;
        frame.from = at;
        frame.to = to;
        frame.wireTo = wireTo;
        carried = protocol;
        return to - at < 2 ? other(protocol) : other(protocol, one(bytes, at), one(bytes, at + 1));
    }

    /** RFC 792 and RFC 4443, sections 3.1 and 3.2. */
    private static Found other(int protocol, int type, int code) {
        if (protocol == ICMP && type == 3) {
            return code == 4 ? Found.ICMP_TOO_LARGE : Found.ICMP_UNREACHABLE;
        }
        if (protocol == ICMP6 && (type == 1 || type == 2)) {
            return type == 2 ? Found.ICMP_TOO_LARGE : Found.ICMP_UNREACHABLE;
        }
        return other(protocol);
    }

    private static boolean isExtension(int header) {
        return switch (header) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION, MOBILITY -> true;
            default -> false;
        };
    }

    private static int extensionLength(int header, int units) {
        return switch (header) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (units + 2) * 4; // RFC 4302, section 2.2
            default -> (units + 1) * 8;
        };
    }

    private Found tcp(int at, Segment segment) {
        if (at > wireTo) {
            return Found.BAD_IP;
        }
        return Tcp.read(bytes, at, Math.max(at, to), wireTo - at, segment);
    }

    private Found fragment(int next, int at, int offset, boolean last, int id, Segment segment) {
        if (next != TCP && !isExtension(next)) {
            // The first one may hold the whole packet's headers, where it is a tunnel.
            return offset == 0 ? payload(next, at, segment) : other(next);
        }
        Datagram whole =
                fragments.add(
                        new Fragments.Key(segment, id),
                        new Fragment(bytes, at, Math.max(at, to), offset, wireTo - at, last),
                        now);
        if (whole == null) {
            return Found.FRAGMENT;
        }
        bytes = whole.bytes();
        to = whole.capturedTo();
        wireTo = whole.length();
        return afterHeader(next, 0, segment);
    }

    private static Found other(int protocol) {
        return switch (protocol) {
            case UDP -> Found.UDP;
            case ICMP, ICMP6 -> Found.ICMP;
            default -> Found.OTHER;
        };
    }

    long unfinishedDatagrams() {
        return fragments.unfinished();
    }
}
