package dev.linger.capture.link;

/** What a packet turned out to be; every packet is exactly one. */
public enum Found {
    /** A TCP segment, put together from fragments where it came in some. */
    TCP("TCP"),
    UDP("UDP"),
    ICMP("ICMP"),
    /** A packet was too large on the way: what is lost so is sent again, as large, in vain. */
    ICMP_TOO_LARGE("ICMP \"fragmentation needed\" (a packet was too large on its way)"),
    /** A host or router says that it does not deliver. */
    ICMP_UNREACHABLE("ICMP \"unreachable\""),
    ARP("ARP"),
    /** Another protocol over IP or over the link. */
    OTHER("other protocols"),
    /** A fragment that waits for the rest of its datagram. */
    FRAGMENT("fragments"),
    /** The snap length cut it within the link's header. */
    CUT_IN_LINK("cut within the link header"),
    /** The snap length cut it within the IP header. */
    CUT_IN_IP("cut within the IP header"),
    /** The snap length cut it within the first 16 bytes of the TCP header. */
    CUT_IN_TCP("cut within the TCP header"),
    /** Too short on the wire for the link's header. */
    BAD_LINK("malformed link header"),
    /** Lengths or version of the IP header contradict each other or the frame. */
    BAD_IP("malformed IP header"),
    /** The TCP header does not fit in its packet, or is shorter than 20 bytes. */
    BAD_TCP("malformed TCP header"),
    /** Captured on a kind of link that is not known here. */
    UNKNOWN_LINK("unknown link type");

    private final String words;

    Found(String words) {
        this.words = words;
    }

    /** For the summary. */
    public String words() {
        return words;
    }
}
