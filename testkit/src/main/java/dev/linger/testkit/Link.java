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

    private static boolean isIpv4(byte[] ip) {
        return ip[0] >>> 4 == 4;
    }

    private static int etherType(byte[] ip) {
        return isIpv4(ip) ? 0x0800 : 0x86dd;
    }
}
