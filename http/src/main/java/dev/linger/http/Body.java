package dev.linger.http;

/** How a body is framed, as constants for the reader; {@link Framing} is its public face. */
enum Body {
    NONE,
    LENGTH,
    CHUNKS,
    UNTIL_CLOSE,
    TUNNEL;

    private static final Framing NO_BODY = new Framing.None();
    private static final Framing CHUNKED = new Framing.Chunked();
    private static final Framing TO_THE_END = new Framing.UntilClose();
    private static final Framing NO_HTTP = new Framing.Tunnel();

    /** RFC 9112, section 6.3, steps 4 to 7: a request without length has no body. */
    static Body of(RequestHead head) {
        if (head.isChunked()) {
            return CHUNKS;
        }
        return head.contentLength() >= 0 ? LENGTH : NONE;
    }

    /** RFC 9112, section 6.3, in its order. */
    static Body of(ResponseHead head, boolean answersHead, boolean answersConnect) {
        int status = head.status();
        if (status == 101) {
            return TUNNEL;
        }
        if (answersHead || head.isInterim() || status == 204 || status == 304) {
            return NONE;
        }
        if (answersConnect && status < 300) {
            return TUNNEL;
        }
        if (head.claims(Head.TRANSFER_ENCODING)) {
            return head.isChunked() ? CHUNKS : UNTIL_CLOSE;
        }
        return head.contentLength() >= 0 ? LENGTH : UNTIL_CLOSE;
    }

    Framing framing(long declaredLength) {
        return switch (this) {
            case NONE -> NO_BODY;
            case LENGTH -> new Framing.Length(declaredLength);
            case CHUNKS -> CHUNKED;
            case UNTIL_CLOSE -> TO_THE_END;
            case TUNNEL -> NO_HTTP;
        };
    }
}
