package dev.linger.life;

/** An end of a connection (RFC 9293 calls them active and passive opener). */
public enum Side implements Word {
    /** The end that connected. */
    CLIENT,
    /** The end that accepted. */
    SERVER;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }

    /** The end across the wire. */
    public Side opposite() {
        return this == CLIENT ? SERVER : CLIENT;
    }
}
