package dev.linger.http;

/** Where a {@link MessageReader} stands: no records, so that reading allocates nothing. */
enum Stage {
    BETWEEN,
    IN_HEAD,
    /** Head told, END not yet. */
    IN_BODY,
    IN_TRAILERS,
    /** Out of step with the sender: looks for a start line. */
    LOST,
    FAULTY
}
