package dev.linger.capture.link;

import static dev.linger.capture.link.Octets.one;
import static dev.linger.capture.link.Octets.two;

/**
 * The outside of a packet that carries another one: what overlay networks, traffic mirrors and
 * providers put around it. Its network or session number does not tell connections apart: some
 * overlays give each direction another one.
 */
final class Tunnel {
    /** An Ethernet frame as EtherType (RFC 7637, section 3.2). */
    static final int ETHERNET = 0x6558;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;

    private static final int IP_IN_IP = 4; // RFC 2003
    private static final int UDP = 17;
    private static final int IPV6_IN_IP = 41; // RFC 4213
    private static final int GRE = 47;

    private static final int VXLAN_PORT = 4789; // RFC 7348, section 5
    private static final int OLD_VXLAN_PORT = 8472; // what Linux takes if it is told no other
    private static final int GENEVE_PORT = 6081; // RFC 8926, section 3.3

    private static final int CHECKSUM = 0x8000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;

    /** Of a GRE header's first two bytes: routing (RFC 1701) and any version but 0. */
    private static final int NOT_PLAIN = 0x4007;

    private static final int ERSPAN = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;

    private int type;
    private int at;
    private String name = "";

    /**
     * Whether a packet begins inside; then {@link #type} and {@link #at} say which and where.
     *
     * @param protocol of the IP header
     * @param frame begins behind that header
     */
    boolean opens(int protocol, Frame frame) {
        boolean opens = begins(protocol, frame);
        name = opens ? nameOf(protocol, frame) : name;
        return opens;
    }

    private static String nameOf(int protocol, Frame frame) {
        return switch (protocol) {
            case GRE -> "GRE";
            case UDP -> two(frame.bytes, frame.from + 2) == GENEVE_PORT ? "Geneve" : "VXLAN";
            default -> "IP in IP";
        };
    }

    private boolean begins(int protocol, Frame frame) {
        return switch (protocol) {
            case IP_IN_IP -> opens(IPV4, frame.from, frame);
            case IPV6_IN_IP -> opens(IPV6, frame.from, frame);
            case GRE -> gre(frame.from, frame);
            case UDP -> udp(frame.from, frame);
            default -> false;
        };
    }

    /** What it is called. */
    String name() {
        return name;
    }

    /** EtherType of what is inside. */
    int type() {
        return type;
    }

    /** Where it begins. */
    int at() {
        return at;
    }

    private boolean opens(int newType, int from, Frame frame) {
        type = newType;
        at = from;
        return from < frame.to;
    }

    /** RFC 2784 and RFC 2890. */
    private boolean gre(int from, Frame frame) {
        if (frame.to - from < 4) {
            return false;
        }
        int flags = two(frame.bytes, from);
        if ((flags & NOT_PLAIN) != 0) {
            return false;
        }
        int inside = from + 4 + 4 * Integer.bitCount(flags & (CHECKSUM | KEY | SEQUENCE));
        int carried = two(frame.bytes, from + 2);
        return switch (carried) {
            // Type I has no header of its own, and no sequence number.
            case ERSPAN -> opens(ETHERNET, inside + ((flags & SEQUENCE) != 0 ? 8 : 0), frame);
            case ERSPAN_3 -> erspan3(inside, frame);
            default -> opens(carried, inside, frame);
        };
    }

    /** 12 bytes, and 8 more where the last bit of them says so. */
    private boolean erspan3(int from, Frame frame) {
        if (frame.to - from < 12) {
            return false;
        }
        boolean longer = (frame.bytes[from + 11] & 1) != 0;
        return opens(ETHERNET, from + (longer ? 20 : 12), frame);
    }

    /** VXLAN and Geneve begin alike behind the UDP header: with 8 bytes. */
    private boolean udp(int from, Frame frame) {
        int header = from + 8;
        if (frame.to - header < 8) {
            return false;
        }
        return switch (two(frame.bytes, from + 2)) {
            // The network's number is there: RFC 7348, section 5.
            case VXLAN_PORT, OLD_VXLAN_PORT ->
                    (frame.bytes[header] & 8) != 0 && opens(ETHERNET, header + 8, frame);
            case GENEVE_PORT -> geneve(header, frame);
            default -> false;
        };
    }

    /** RFC 8926, section 3.4: two bits of version, which is 0; six of options, in words. */
    private boolean geneve(int header, Frame frame) {
        int options = one(frame.bytes, header) << 2;
        return options < 1 << 8 && opens(two(frame.bytes, header + 2), header + 8 + options, frame);
    }
}
