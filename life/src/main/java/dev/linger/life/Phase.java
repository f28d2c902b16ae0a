package dev.linger.life;

/** Phase of the exchange in which the end was decided. */
public enum Phase implements Word {
    CONNECTING,
    /** Established, no byte yet. */
    UNUSED,
    REQUEST_HEAD,
    REQUEST_BODY,
    /** Request complete, no response byte yet. */
    HANDLING,
    /** The response began before the request ended. */
    EARLY_RESPONSE,
    RESPONSE_HEAD,
    RESPONSE_BODY,
    /** Between exchanges. */
    IDLE,
    /** One side has said its last, the opposite side still sends. */
    LINGERING,
    /** Another protocol than HTTP/1.1. */
    UPGRADED,
    UNKNOWN;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
