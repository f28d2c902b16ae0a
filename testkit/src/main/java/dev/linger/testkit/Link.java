package dev.linger.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A kind of link, with what it puts before an IP packet. */
public enum Link {
    ETHERNET(1) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("0200000000020200000000010000", etherType(ip)), ip);
        }
    },
    /** Ethernet with one tag (802.1Q). */
    VLAN(1) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("0200000000020200000000018100000a0000", etherType(ip)), ip);
        }
    },
    /** Ethernet with two tags (802.1ad). */
    QINQ(1) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("02000000000202000000000188a8000a8100000b0000", etherType(ip)), ip);
        }
    },
    /** Ethernet with a PPPoE session. */
    PPPOE(1) {
        @Override
        byte[] frame(byte[] ip) {
            int protocol = isIpv4(ip) ? 0x0021 : 0x0057;
            byte[] head = hex("02000000000202000000000188641100000100000000", protocol);
            ByteBuffer.wrap(head).putShort(18, (short) (ip.length + 2));
            return join(head, ip);
        }
    },
    /** Ethernet with two MPLS labels. */
    MPLS(1) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("02000000000202000000000188470001003e0001013e"), ip);
        }
    },
    /** An Ethernet frame behind MPLS and a control word. */
    PSEUDOWIRE(1) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("02000000000202000000000188470001013e00000000"), ETHERNET.frame(ip));
        }
    },
    IP_IN_IP(1) {
        @Override
        byte[] frame(byte[] ip) {
            return ETHERNET.frame(ipv4(isIpv4(ip) ? 4 : 41, ip));
        }
    },
    IP_IN_IPV6(1) {
        @Override
        byte[] frame(byte[] ip) {
            return ETHERNET.frame(ipv6(isIpv4(ip) ? 4 : 41, ip));
        }
    },
    /** With a key. */
    GRE(1) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("2000000000000007");
            ByteBuffer.wrap(head).putShort(2, (short) etherType(ip));
            return ETHERNET.frame(ipv4(47, join(head, ip)));
        }
    },
    /** A switch's mirror, of type II: over GRE with a sequence number. */
    ERSPAN(1) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("100088be00000001" + "1001000100000000");
            return ETHERNET.frame(ipv4(47, join(head, ETHERNET.frame(ip))));
        }
    },
    /** The same of type III, with the longer header. */
    ERSPAN_3(1) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("100022eb00000001" + "2001000100000000000000010000000000000000");
            return ETHERNET.frame(ipv4(47, join(head, ETHERNET.frame(ip))));
        }
    },
    /** As cloud mirrors and overlay networks send it. */
    VXLAN(1) {
        @Override
        byte[] frame(byte[] ip) {
            return ETHERNET.frame(
                    ipv4(17, udp(4789, join(hex("0800000000002a00"), ETHERNET.frame(ip)))));
        }
    },
    /** An Ethernet frame behind an option, over IPv6. */
    GENEVE(1) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("0200655800002a00" + "0102800100000000");
            return ETHERNET.frame(ipv6(17, udp(6081, join(head, ETHERNET.frame(ip)))));
        }
    },
    /** An overlay's packet in a cloud's mirror. */
    MIRRORED_OVERLAY(1) {
        @Override
        byte[] frame(byte[] ip) {
            return ETHERNET.frame(
                    ipv4(17, udp(4789, join(hex("0800000000000700"), VXLAN.frame(ip)))));
        }
    },
    PPP(9) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("ff030000", isIpv4(ip) ? 0x0021 : 0x0057), ip);
        }
    },
    LINUX_SLL(113) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("00000001000602000000000100000000", etherType(ip)), ip);
        }
    },
    LINUX_SLL2(276) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("0000000000000001000100060200000000010000");
            ByteBuffer.wrap(head).putShort(0, (short) etherType(ip));
            return join(head, ip);
        }
    },
    RAW(101) {
        @Override
        byte[] frame(byte[] ip) {
            return ip;
        }
    },
    /** BSD loopback, of a little-endian machine. */
    NULL(0) {
        @Override
        byte[] frame(byte[] ip) {
            return join(isIpv4(ip) ? hex("02000000") : hex("1e000000"), ip);
        }
    },
    /** BSD loopback in network byte order. */
    LOOP(108) {
        @Override
        byte[] frame(byte[] ip) {
            return join(isIpv4(ip) ? hex("00000002") : hex("0000001e"), ip);
        }
    },
    CISCO_HDLC(104) {
        @Override
        byte[] frame(byte[] ip) {
            return join(hex("0f000000", etherType(ip)), ip);
        }
    },
    /** All interfaces of macOS: here one with Ethernet. */
    PKTAP(258) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = new byte[108];
            head[0] = 108;
            head[4] = 1;
            head[8] = 1;
            return join(head, ETHERNET.frame(ip));
        }
    },
    /** Linux netfilter log, of a little-endian machine. */
    NFLOG(239) {
        @Override
        byte[] frame(byte[] ip) {
            byte[] head = hex("0200000008000100080001000000" + "0900");
            head[0] = (byte) (isIpv4(ip) ? 2 : 10);
            int length = ip.length + 4;
            head[12] = (byte) length;
            head[13] = (byte) (length >>> 8);
            return join(head, ip);
        }
    };

    private final int number;

    Link(int number) {
        this.number = number;
    }

    /** LINKTYPE number. */
    public int number() {
        return number;
    }

    abstract byte[] frame(byte[] ip);

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** These bytes with the last two replaced. */
    private static byte[] hex(String digits, int lastTwo) {
        byte[] bytes = hex(digits);
        ByteBuffer.wrap(bytes).putShort(bytes.length - 2, (short) lastTwo);
        return bytes;
    }

    private static byte[] join(byte[] head, byte[] ip) {
        byte[] frame = Arrays.copyOf(head, head.length + ip.length);
        System.arraycopy(ip, 0, frame, head.length, ip.length);
        return frame;
    }

    /** An outer packet, between a tunnel's ends. */
    private static byte[] ipv4(int protocol, byte[] payload) {
        byte[] head = hex("4500000000000000400000000a6300010a630002");
        head[9] = (byte) protocol;
        ByteBuffer.wrap(head).putShort(2, (short) (head.length + payload.length));
        return join(head, payload);
    }

    private static byte[] ipv6(int next, byte[] payload) {
        byte[] head =
                hex(
                        "6000000000000040"
                                + "fd000000000000000000000000000001"
                                + "fd000000000000000000000000000002");
        head[6] = (byte) next;
        ByteBuffer.wrap(head).putShort(4, (short) payload.length);
        return join(head, payload);
    }

    private static byte[] udp(int port, byte[] payload) {
        byte[] head = hex("c000000000000000");
        ByteBuffer.wrap(head).putShort(2, (short) port).putShort(4, (short) (8 + payload.length));
        return join(head, payload);
    }

    private static boolean isIpv4(byte[] ip) {
        return ip[0] >>> 4 == 4;
    }

    private static int etherType(byte[] ip) {
        return isIpv4(ip) ? 0x0800 : 0x86dd;
    }
}
