package dev.linger.http;

import dev.linger.life.Side;

/** A rule that a message broke. Each constant is one rule with its own name. */
public enum Violation {
    NOT_HTTP("the bytes do not begin like an HTTP/1 message", "RFC 9112, section 2.1", 400),
    BAD_METHOD("the method is not a token of at most 32 bytes", "RFC 9112, section 3.1", 400),
    BAD_TARGET(
            "the request target has a form or a byte that is not allowed",
            "RFC 9112, section 3.2",
            400),
    BAD_VERSION("the start line has no well-formed HTTP version", "RFC 9112, section 2.3", 400),
    UNSUPPORTED_VERSION("the major version is not 1", "RFC 9110, section 15.6.6", 505),
    HTTP2_PREFACE(
            "the client speaks HTTP/2 unasked (prior knowledge), where HTTP/1 is spoken",
            "RFC 9113, section 3.4",
            505),
    BAD_STATUS_LINE(
            "the status line has no three-digit status of 100 or more", "RFC 9112, section 4", 502),
    START_LINE_TOO_LONG("the start line exceeds the limit", "RFC 9112, section 3", 414),
    HEAD_TOO_LONG("the head exceeds the limit", "RFC 6585, section 5", 431),
    TOO_MANY_FIELDS("there are more field lines than the limit allows", "RFC 6585, section 5", 431),
    TRAILERS_TOO_LONG("the trailer section exceeds the limit", "RFC 6585, section 5", 431),

    BARE_CR("a CR is not followed by LF", "RFC 9112, section 2.2", 400),
    BARE_LF("a line ends with LF without CR", "RFC 9112, section 2.2", 400),
    NUL("a NUL byte stands in the head", "RFC 9110, section 5.5", 400),
    OBS_FOLD(
            "a field line begins with a space or tab (line folding)", "RFC 9112, section 5.2", 400),
    SPACE_BEFORE_COLON(
            "whitespace stands between a field name and its colon", "RFC 9112, section 5.1", 400),
    MISSING_COLON("a field line has no colon", "RFC 9112, section 5", 400),
    BAD_FIELD_NAME("a field name is empty or not a token", "RFC 9110, section 5.1", 400),
    BAD_FIELD_VALUE("a control character stands in a field value", "RFC 9110, section 5.5", 400),

    MISSING_HOST("an HTTP/1.1 request has no Host field", "RFC 9112, section 3.2", 400),
    REPEATED_HOST("a request has more than one Host field", "RFC 9112, section 3.2", 400),
    BAD_HOST(
            "the Host field is not a host with an optional port, or is empty",
            "RFC 9112, section 3.2",
            400),

    BAD_CONTENT_LENGTH("Content-Length is not a number of bytes", "RFC 9112, section 6.3", 400),
    /**
     * Requests only. Section 6.3 lets a recipient take identical values as one; from a client such
     * a repetition comes by attack or accident alone, so requests are refused. Servers do send it,
     * so responses are read.
     */
    REPEATED_CONTENT_LENGTH("a request repeats Content-Length", "RFC 9112, section 6.3", 400),
    CONFLICTING_CONTENT_LENGTH(
            "Content-Length is given with different values", "RFC 9112, section 6.3", 400),
    TRANSFER_ENCODING_WITH_CONTENT_LENGTH(
            "Transfer-Encoding and Content-Length stand in one message",
            "RFC 9112, section 6.1",
            400),
    TRANSFER_ENCODING_IN_HTTP_10(
            "an HTTP/1.0 message has Transfer-Encoding", "RFC 9112, section 6.1", 400),
    BAD_TRANSFER_ENCODING(
            "Transfer-Encoding does not name chunked exactly once, as the last coding",
            "RFC 9112, section 6.3",
            400),
    UNKNOWN_TRANSFER_CODING(
            "a transfer coding other than chunked is used", "RFC 9112, section 6.1", 501),

    BAD_CHUNK_SIZE(
            "a chunk does not begin with its size in hexadecimal", "RFC 9112, section 7.1", 400),
    BAD_CHUNK_EXTENSION("a chunk extension is malformed", "RFC 9112, section 7.1.1", 400),
    CHUNK_EXTENSIONS_TOO_LONG(
            "the chunk extensions exceed the limit", "RFC 9112, section 7.1.1", 400),
    CHUNK_OVERRUN(
            "chunk data is not followed by CRLF where its size says", "RFC 9112, section 7.1", 400),

    TRUNCATED("the sender closed inside the message", "RFC 9112, section 8", 400);

    private final String sentence;
    private final String section;
    private final int status;

    Violation(String sentence, String section, int status) {
        this.sentence = sentence;
        this.section = section;
        this.status = status;
    }

    /** What is wrong, in one clause without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** Where the rule is written. */
    public String section() {
        return section;
    }

    /**
     * Status that a server answers before it closes. A rule that only responses can break has the
     * status that a gateway answers for them.
     */
    public int status() {
        return status;
    }

    /**
     * The whole story in one sentence, for logs.
     *
     * @param sender of the message
     * @param at byte of the message, from 0
     */
    public String describe(Side sender, long at) {
        String message = sender == Side.CLIENT ? "request" : "response";
        String next =
                sender == Side.CLIENT ? "; answering " + status + " and closing" : "; closing";
        return message
                + " of the "
                + sender.word()
                + ", byte "
                + at
                + ": "
                + sentence
                + " ("
                + section
                + ")"
                + next;
    }
}
