package dev.linger.life;

/**
 * Which end keeps TIME_WAIT (RFC 9293, section 3.6.1): the one whose FIN came first; a RST kills
 * it.
 */
public enum TimeWaitAt implements Word {
    CLIENT,
    SERVER,
    BOTH,
    NOBODY,
    UNKNOWN;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
