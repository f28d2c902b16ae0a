package dev.linger.http;

/** What a {@link MessageReader} came upon. */
public enum Event {
    /**
     * All bytes are taken in and nothing is complete; between messages this is the resting state.
     */
    NEED_MORE,
    /** A head is complete. */
    HEAD,
    /** Some bytes of a body, or of the other protocol after an upgrade. */
    BODY,
    /** The message is complete, trailers included. */
    END,
    /** The bytes break the rules; {@link MessageReader#fault()} says which one. */
    FAULT
}
