package dev.linger.lab;

/** What an act cannot do without. */
public enum Needs {
    NOTHING(""),
    /** Two things of the kernel: its table of sockets, and what of a request was acknowledged. */
    LINUX("Linux"),
    /** Nothing else shows how it ends. */
    PACKETS("CAP_NET_RAW on Linux, to see packets"),
    /** A network of its own, with {@code ip} of iproute2 to set it up. */
    OWN_NETWORK(
            "root on Linux (CAP_SYS_ADMIN, /proc/sys writable) and ip (package iproute2), for a"
                    + " network of its own"),
    /** The same, and rules for its packets. */
    PACKET_RULES(
            "root on Linux (CAP_SYS_ADMIN, /proc/sys writable), ip (package iproute2), nft (package"
                    + " nftables) and nf_tables in the kernel, for a network with a firewall"),
    /** A browser without a window. */
    BROWSER("chromium (package chromium) or google-chrome");

    private final String words;

    Needs(String words) {
        this.words = words;
    }

    /** What it is, for "needs ..."; empty for nothing. */
    public String words() {
        return words;
    }

    /** Whether the act plays in a network that it makes. */
    boolean isOwnNetwork() {
        return this == OWN_NETWORK || this == PACKET_RULES;
    }
}
