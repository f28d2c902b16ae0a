package dev.linger.life;

/** How a connection ended on the wire. */
public enum Manner implements Word {
    /** FIN from both sides. */
    FIN,
    /** FIN from one side only. */
    HALF_CLOSED,
    /** RST from either side, alone or after a FIN that the opposite side did not answer. */
    RESET,
    /** RST in answer to SYN. */
    REFUSED,
    /** Neither FIN nor RST, and no answer any more. */
    SILENCE,
    /** Still open when watching stopped. */
    OPEN,
    UNKNOWN;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
