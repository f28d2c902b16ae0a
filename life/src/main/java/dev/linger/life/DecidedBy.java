package dev.linger.life;

/** Whose decision or fault the end of a connection was. */
public enum DecidedBy implements Word {
    CLIENT,
    SERVER,
    /** The operating system of one end. */
    KERNEL,
    /** Something between the ends, or its absence. */
    NETWORK,
    /** A person: a kill, a drain by command. */
    OPERATOR,
    UNKNOWN;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }

    /** The value that names this side. */
    public static DecidedBy of(Side side) {
        return side == Side.CLIENT ? CLIENT : SERVER;
    }
}
