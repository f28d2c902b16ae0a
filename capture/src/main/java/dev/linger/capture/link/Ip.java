package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.eight;
import static dev.linger.capture.link.Octets.four;
import static dev.linger.capture.link.Octets.one;
import static dev.linger.capture.link.Octets.two;

import org.jspecify.annotations.Nullable;

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

    /** Before the packet that an ICMP error quotes (RFC 792, RFC 4443). */
    private static final int ICMP_HEADER = 8;

    private static final int DESTINATION = 60;
    private static final int MOBILITY = 135;

    private final Fragments fragments = new Fragments();

    private Frame frame = new Frame();
    private byte[] bytes = {};
    private int to;
    private int wireTo;
    private long now;
    private int carried;
    private @Nullable String unreachable;

    /** Forgets what an earlier packet was. */
    void begin() {
        unreachable = null;
    }

    /**
     * In which words an ICMP error says that the segment which it quotes was not delivered; that
     * segment's ends are filled in then. Null where the packet is none such.
     */
    @Nullable String unreachable() {
        return unreachable;
    }

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
        ends4(at, segment);
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

    private void ends4(int at, Segment segment) {
        segment.sourceHigh = 0;
        segment.sourceLow = IPV4_MAPPED | (four(bytes, at + 12) & 0xffff_ffffL);
        segment.destinationHigh = 0;
        segment.destinationLow = IPV4_MAPPED | (four(bytes, at + 16) & 0xffff_ffffL);
    }

    private void ends6(int at, Segment segment) {
        segment.sourceHigh = eight(bytes, at + 8);
        segment.sourceLow = eight(bytes, at + 16);
        segment.destinationHigh = eight(bytes, at + 24);
        segment.destinationLow = eight(bytes, at + 32);
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
        ends6(at, segment);
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
        if (to - at < 2) {
            return other(protocol);
        }
        int code = one(bytes, at + 1);
        Found what = other(protocol, one(bytes, at), code);
        if (what == Found.ICMP_UNREACHABLE && quotes(at + ICMP_HEADER, segment)) {
            unreachable = protocol == ICMP ? icmp(code) : icmp6(code);
        }
        return what;
    }

    /**
     * Fills in the ends of the TCP segment that an ICMP error quotes; false where it quotes none.
     */
    private boolean quotes(int at, Segment segment) {
        if (to - at < 40) {
            return false;
        }
        int version = (bytes[at] >>> 4) & 15;
        int header = version == 4 ? (bytes[at] & 15) << 2 : 40;
        boolean isTcp = one(bytes, version == 4 ? at + 9 : at + 6) == TCP;
        if (!isTcp || (version != 4 && version != 6) || header < 20 || to - at < header + 4) {
            return false;
        }
        if (version == 4) {
            ends4(at, segment);
        } else {
            ends6(at, segment);
        }
        segment.sourcePort = two(bytes, at + header);
        segment.destinationPort = two(bytes, at + header + 2);
        return true;
    }

    /** RFC 792 and RFC 1812, section 5.2.7.1. */
    private static String icmp(int code) {
        return switch (code) {
            case 0 -> "network unreachable";
            case 1 -> "host unreachable";
            case 3 -> "port unreachable";
            case 9, 10, 13 -> "administratively prohibited";
            default -> "unreachable, code " + code;
        };
    }

    /** RFC 4443, section 3.1. */
    private static String icmp6(int code) {
        return switch (code) {
            case 0 -> "no route";
            case 1, 5 -> "administratively prohibited";
            case 3 -> "address unreachable";
            case 4 -> "port unreachable";
            case 6 -> "rejected by a route";
            default -> "unreachable, code " + code;
        };
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
