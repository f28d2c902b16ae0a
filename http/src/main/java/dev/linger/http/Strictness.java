package dev.linger.http;

/** How a reader takes what RFC 9112 forbids. */
public enum Strictness {
    /** For sockets: every deviation that could be read in two ways is a fault. */
    STRICT,
    /** For captures: reads on wherever a meaning can be found. */
    LENIENT
}
