package dev.linger.capture.link;

/** LINKTYPE numbers, as the registry of the pcap formats assigns them. */
final class LinkType {
    static final int NULL = 0;
    static final int ETHERNET = 1;
    static final int PPP = 9;
    static final int RAW_BSD = 12;
    static final int RAW_OPENBSD = 14;
    static final int PPP_HDLC = 50;
    static final int PPP_ETHER = 51;
    static final int RAW = 101;
    static final int CISCO_HDLC = 104;
    static final int LOOP = 108;
    static final int LINUX_SLL = 113;
    static final int IPV4 = 228;
    static final int IPV6 = 229;
    static final int NFLOG = 239;
    static final int PKTAP = 258;
    static final int LINUX_SLL2 = 276;

    /** NFULA_PAYLOAD of linux/netfilter/nfnetlink_log.h. */
    static final int NFLOG_PAYLOAD = 9;

    private LinkType() {}

    /** For those that cannot be decoded: {@code LINKTYPE 105 (802.11)}. */
    static String words(int linkType) {
        String name =
                switch (linkType) {
                    case 6 -> "Token Ring";
                    case 8 -> "SLIP";
                    case 10 -> "FDDI";
                    case 105, 119, 127, 163, 192 -> "802.11 wireless";
                    case 107 -> "Frame Relay";
                    case 117 -> "pflog";
                    case 187, 201 -> "Bluetooth";
                    case 189, 220, 249 -> "USB";
                    case 195, 230, 283 -> "802.15.4";
                    case 197 -> "ERF";
                    case 226 -> "ipnet of Solaris";
                    case 227 -> "CAN";
                    case 231 -> "D-Bus";
                    case 242, 247 -> "InfiniBand";
                    case 253 -> "Netlink";
                    case 271 -> "vsock";
                    default -> "";
                };
        return "LINKTYPE " + linkType + (name.isEmpty() ? "" : " (" + name + ")");
    }
}
