package dev.linger.probe;

/** What may be known of a server; its word is the same in JSON and in the documentation. */
public enum Trait {
    SERVER("server-field", "calls itself"),
    CONNECT("connect", "a connection takes"),
    FIRST_BYTE_NEW("first-byte-new", "first byte, new connection"),
    FIRST_BYTE_REUSED("first-byte-reused", "first byte, reused connection"),
    AT_ONCE("at-once", "connections at once"),
    NEIGHBOURS("neighbours", "beside a silent connection"),
    IDLE_BEFORE_FIRST("idle-before-first-request", "closes without a first request"),
    IDLE_BETWEEN("idle-between-requests", "closes when idle between requests"),
    ANNOUNCED("announced", "announces"),
    MAX_REQUESTS("max-requests", "requests on one connection"),
    MAX_AGE("max-age", "closes by age"),
    LATE_REQUEST("late-request", "a request that crosses its close"),
    CLOSE_REQUESTED("close-requested", "after \"Connection: close\""),
    HTTP10_CLOSE("http10-close", "after an HTTP/1.0 request"),
    HTTP10_KEEP_ALIVE("http10-keep-alive", "HTTP/1.0 that asks to be kept"),
    HALF_CLOSED("half-closed", "a client that half-closes"),
    HEAD_TIMEOUT("head-timeout", "a head that stalls"),
    BODY_TIMEOUT("body-timeout", "a body that stalls"),
    UNREAD_BODY("unread-body", "an answer before a large body"),
    MALFORMED("malformed", "a request that is none"),
    SERVERS("servers", "behind this address");

    private final String word;
    private final String title;

    Trait(String word, String title) {
        this.word = word;
        this.title = title;
    }

    /** The one spelling, as in JSON. */
    public String word() {
        return word;
    }

    /** For a line of a table. */
    public String title() {
        return title;
    }
}
