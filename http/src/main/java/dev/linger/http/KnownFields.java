package dev.linger.http;

import static dev.linger.http.Breach.FAULTY;

import org.jspecify.annotations.Nullable;

/**
 * Reads the few fields that decide about framing and connection, once per head, into the head's
 * claims. All others are passed over by the length of their name.
 */
final class KnownFields {
    private static final int FINE = 0;

    private static final byte[] VIA = Chars.word("via");
    private static final byte[] HOST = Chars.word("host");
    private static final byte[] SERVER = Chars.word("server");
    private static final byte[] EXPECT = Chars.word("expect");
    private static final byte[] UPGRADE = Chars.word("upgrade");
    private static final byte[] FORWARDED = Chars.word("forwarded");
    private static final byte[] USER_AGENT = Chars.word("user-agent");
    private static final byte[] X_FORWARDED_FOR = Chars.word("x-forwarded-for");
    private static final byte[] KEEP_ALIVE = Chars.word("keep-alive");
    private static final byte[] CONNECTION = Chars.word("connection");
    private static final byte[] CONTENT_LENGTH = Chars.word("content-length");
    private static final byte[] TRANSFER_ENCODING = Chars.word("transfer-encoding");
    private static final byte[] CONTINUE = Chars.word("100-continue");
    private static final byte[] CLOSE = Chars.word("close");
    private static final byte[] CHUNKED = Chars.word("chunked");

    private final Breach breach;

    KnownFields(Breach breach) {
        this.breach = breach;
    }

    /** Returns {@link Breach#FAULTY} or a number that is not negative. */
    int read(Head head, Strictness strictness) {
        boolean strict = strictness.isStrict();
        boolean request = head instanceof RequestHead;
        for (int i = 0; i < head.count(); i++) {
            int result =
                    switch (head.nameTo(i) - head.nameFrom(i)) {
                        case 3 -> claim(head, i, VIA, Head.FORWARDED);
                        case 4 -> request ? host(head, i, strict) : FINE;
                        case 6 ->
                                request
                                        ? claim(head, i, EXPECT, Head.CONTINUE)
                                        : product(head, i, SERVER);
                        case 7 -> claim(head, i, UPGRADE, Head.UPGRADE);
                        case 9 -> claim(head, i, FORWARDED, Head.FORWARDED);
                        case 10 ->
                                request && is(head, i, USER_AGENT)
                                        ? product(head, i, USER_AGENT)
                                        : connection(head, i);
                        case 14 -> contentLength(head, i, strict, request);
                        case 15 -> claim(head, i, X_FORWARDED_FOR, Head.FORWARDED);
                        case 17 -> transferEncoding(head, i, strict);
                        default -> FINE;
                    };
            if (result == FAULTY) {
                return FAULTY;
            }
        }
        if (strictness == Strictness.STRICT
                && request
                && head.minorVersion > 0
                && !head.claims(Head.HOST)) {
            return breach.of(Violation.MISSING_HOST, head.from);
        }
        return FINE;
    }

    private static boolean is(Head head, int index, byte[] name) {
        return Chars.isWord(head.bytes, head.nameFrom(index), head.nameTo(index), name);
    }

    private int host(Head head, int index, boolean strict) {
        if (!is(head, index, HOST)) {
            return FINE;
        }
        if (strict && head.claims(Head.HOST)) {
            return breach.of(Violation.REPEATED_HOST, head.nameFrom(index));
        }
        head.claims |= Head.HOST;
        int from = head.valueFrom(index);
        return !strict || Hosts.isHostAndPort(head.bytes, from, head.valueTo(index))
                ? FINE
                : breach.of(Violation.BAD_HOST, from);
    }

    private static int claim(Head head, int index, byte[] name, int claim) {
        if (is(head, index, name)
                && (claim != Head.CONTINUE
                        || Chars.isWord(
                                head.bytes,
                                head.valueFrom(index),
                                head.valueTo(index),
                                CONTINUE))) {
            head.claims |= claim;
        }
        return FINE;
    }

    private static int product(Head head, int index, byte[] name) {
        if (head.productLine < 0 && is(head, index, name)) {
            head.productLine = index;
        }
        return FINE;
    }

    private static int connection(Head head, int index) {
        boolean keepAlive = is(head, index, KEEP_ALIVE);
        if (!keepAlive && !is(head, index, CONNECTION)) {
            return FINE;
        }
        byte[] bytes = head.bytes;
        int end = head.valueTo(index);
        int next = head.valueFrom(index);
        while (next <= end) {
            int from = ListElements.from(bytes, next, end);
            int comma = ListElements.comma(bytes, from, end);
            int to = ListElements.to(bytes, from, comma);
            if (keepAlive) {
                KeepAliveHint.read(head, from, to);
            } else {
                head.claims |= option(bytes, from, to);
            }
            next = comma + 1;
        }
        return FINE;
    }

    private static int option(byte[] bytes, int from, int to) {
        if (Chars.isWord(bytes, from, to, CLOSE)) {
            return Head.CLOSE;
        }
        if (Chars.isWord(bytes, from, to, KEEP_ALIVE)) {
            return Head.KEEP_ALIVE;
        }
        return Chars.isWord(bytes, from, to, UPGRADE) ? Head.CONNECTION_UPGRADE : 0;
    }

    private int contentLength(Head head, int index, boolean strict, boolean request) {
        if (!is(head, index, CONTENT_LENGTH)) {
            return FINE;
        }
        if (strict && head.claims(Head.TRANSFER_ENCODING)) {
            return breach.of(Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH, head.nameFrom(index));
        }
        byte[] bytes = head.bytes;
        int end = head.valueTo(index);
        int next = head.valueFrom(index);
        while (next <= end) {
            int from = ListElements.from(bytes, next, end);
            int comma = ListElements.comma(bytes, from, end);
            long length = ListElements.number(bytes, from, ListElements.to(bytes, from, comma));
            Violation violation = add(head, length, request);
            if (strict && violation != null) {
                return breach.of(violation, from);
            }
            next = comma + 1;
        }
        return FINE;
    }

    private static @Nullable Violation add(Head head, long length, boolean request) {
        if (length < 0) {
            return Violation.BAD_CONTENT_LENGTH;
        }
        if (head.contentLength < 0) {
            head.contentLength = length;
            return null;
        }
        if (head.contentLength != length) {
            return Violation.CONFLICTING_CONTENT_LENGTH;
        }
        return request ? Violation.REPEATED_CONTENT_LENGTH : null;
    }

    private int transferEncoding(Head head, int index, boolean strict) {
        if (!is(head, index, TRANSFER_ENCODING)) {
            return FINE;
        }
        if (strict && head.contentLength >= 0) {
            return breach.of(Violation.TRANSFER_ENCODING_WITH_CONTENT_LENGTH, head.nameFrom(index));
        }
        if (strict && head.minorVersion == 0) {
            return breach.of(Violation.TRANSFER_ENCODING_IN_HTTP_10, head.nameFrom(index));
        }
        head.claims |= Head.TRANSFER_ENCODING;
        byte[] bytes = head.bytes;
        int end = head.valueTo(index);
        int next = head.valueFrom(index);
        while (next <= end) {
            int from = ListElements.from(bytes, next, end);
            int comma = ListElements.comma(bytes, from, end);
            Violation violation = coding(head, from, ListElements.to(bytes, from, comma));
            if (strict && violation != null) {
                return breach.of(violation, from);
            }
            next = comma + 1;
        }
        return FINE;
    }

    /** Chunked is the last coding and is applied once (RFC 9112, section 6.1). */
    private static @Nullable Violation coding(Head head, int from, int to) {
        if (from == to) {
            return Violation.BAD_TRANSFER_ENCODING;
        }
        boolean afterChunked = head.claims(Head.CHUNKED);
        if (Chars.isWord(head.bytes, from, to, CHUNKED)) {
            head.claims |= Head.CHUNKED;
            return afterChunked ? Violation.BAD_TRANSFER_ENCODING : null;
        }
        head.claims &= ~Head.CHUNKED;
        return afterChunked ? Violation.BAD_TRANSFER_ENCODING : Violation.UNKNOWN_TRANSFER_CODING;
    }
}
