package dev.linger.life;

/** Who observed the connection. */
public enum SeenBy implements Word {
    CAPTURE,
    KERNEL,
    SERVER,
    CLIENT,
    PROXY;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
