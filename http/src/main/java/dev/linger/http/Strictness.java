package dev.linger.http;

/** How a reader takes what RFC 9112 forbids. */
public enum Strictness {
    /** For sockets: every deviation that could be read in two ways is a fault. */
    STRICT,
    /**
     * As strict, but a request of HTTP/1.1 may lack Host (against RFC 9112, section 3.2): for
     * servers that take the place of one that never asked for it.
     */
    HOST_OPTIONAL,
    /** For captures: reads on wherever a meaning can be found. */
    LENIENT;

    boolean isStrict() {
        return this != LENIENT;
    }
}
