package dev.linger.http;

import org.jspecify.annotations.Nullable;

/**
 * Start line and field lines of a message, with what its fields say about framing and connection.
 * The claims were computed while parsing and cost nothing to ask.
 */
public abstract sealed class Head extends Fields permits RequestHead, ResponseHead {
    static final int CLOSE = 1;
    static final int KEEP_ALIVE = 1 << 1;
    static final int CONNECTION_UPGRADE = 1 << 2;
    static final int UPGRADE = 1 << 3;
    static final int CONTINUE = 1 << 4;
    static final int TRANSFER_ENCODING = 1 << 5;
    static final int CHUNKED = 1 << 6;
    static final int HOST = 1 << 7;
    static final int FORWARDED = 1 << 8;

    int minorVersion;
    int claims;
    long contentLength;
    int keepAliveTimeout;
    int keepAliveMax;

    /** Line of User-Agent in a request, of Server in a response; -1 where there is none. */
    int productLine;

    /** Made when it is first asked for. */
    private @Nullable String product;

    final void beginHead(byte[] bytes, int from) {
        begin(bytes, from);
        claims = 0;
        contentLength = -1;
        keepAliveTimeout = -1;
        keepAliveMax = -1;
        productLine = -1;
        product = null;
    }

    final boolean claims(int claim) {
        return (claims & claim) != 0;
    }

    final void copyHeadTo(Head copy) {
        copyTo(copy);
        copy.minorVersion = minorVersion;
        copy.claims = claims;
        copy.contentLength = contentLength;
        copy.keepAliveTimeout = keepAliveTimeout;
        copy.keepAliveMax = keepAliveMax;
        copy.productLine = productLine;
        copy.product = product;
    }

    /** Bytes of the head, from its start line to its final empty line. */
    public final int length() {
        return to - from;
    }

    /** The 1 of HTTP/1.1, the 0 of HTTP/1.0. */
    public final int minorVersion() {
        return minorVersion;
    }

    /**
     * Whether the sender does not keep the connection: {@code Connection: close}, or HTTP/1.0
     * without keep-alive (RFC 9112, section 9.3).
     */
    public final boolean asksClose() {
        return claims(CLOSE) || (minorVersion == 0 && !claims(KEEP_ALIVE));
    }

    /** Whether a Connection field lists {@code close}. */
    public final boolean saysClose() {
        return claims(CLOSE);
    }

    /** Whether a Connection field lists {@code keep-alive}. */
    public final boolean saysKeepAlive() {
        return claims(KEEP_ALIVE);
    }

    /**
     * Whether another protocol is offered: Upgrade, listed in Connection, not in HTTP/1.0 (RFC
     * 9110, section 7.8).
     */
    public final boolean asksUpgrade() {
        return claims(UPGRADE) && claims(CONNECTION_UPGRADE) && minorVersion > 0;
    }

    /**
     * Whether the sender waits for 100 before it sends the body; in HTTP/1.0 nobody does (RFC 9110,
     * section 10.1.1).
     */
    public final boolean expectsContinue() {
        return claims(CONTINUE) && minorVersion > 0;
    }

    /** Content-Length in bytes; -1 where there is none. */
    public final long contentLength() {
        return contentLength;
    }

    /** Whether chunked is the last transfer coding. */
    public final boolean isChunked() {
        return claims(CHUNKED);
    }

    /**
     * Whether it says that a proxy passed it on: {@code Via} (RFC 9110, section 7.6.3), {@code
     * Forwarded} (RFC 7239), {@code X-Forwarded-For}.
     */
    public final boolean isForwarded() {
        return claims(FORWARDED);
    }

    /**
     * What the sender calls itself: {@code User-Agent} of a request (RFC 9110, section 10.1.5),
     * {@code Server} of a response (section 10.2.4); null where it does not say.
     *
     * @param likely returned itself where it is the same: what many messages repeat is made once
     */
    public final @Nullable String product(@Nullable String likely) {
        if (product == null && productLine >= 0) {
            int valueFrom = valueFrom(productLine);
            int valueTo = valueTo(productLine);
            boolean same = likely != null && Chars.is(bytes, valueFrom, valueTo, likely);
            product = same ? likely : value(productLine);
        }
        return product;
    }

    /** Seconds of {@code Keep-Alive: timeout=}; -1 where there is none. */
    public final int keepAliveTimeoutSeconds() {
        return keepAliveTimeout;
    }

    /** Requests left by {@code Keep-Alive: max=}; -1 where there is none. */
    public final int keepAliveMax() {
        return keepAliveMax;
    }
}
