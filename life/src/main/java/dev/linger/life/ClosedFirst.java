package dev.linger.life;

/** Whose FIN or RST came first on the wire. */
public enum ClosedFirst implements Word {
    CLIENT,
    SERVER,
    /** Simultaneous: neither had seen the FIN of the opposite side (RFC 9293, section 3.6). */
    BOTH,
    /** Still open when watching stopped. */
    NOBODY,
    UNKNOWN;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }

    /** The value that names this side. */
    public static ClosedFirst of(Side side) {
        return side == Side.CLIENT ? CLIENT : SERVER;
    }
}
