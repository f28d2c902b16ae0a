package dev.linger.client;

/** Which requests may be sent a second time, on a new connection, after a reused one has ended. */
public enum Retries {
    /** None. */
    OFF,
    /**
     * One: of an idempotent method (RFC 9110, section 9.2.2) where no byte of a response came, of
     * any method where it is proven that the request was not delivered.
     */
    WHERE_SAFE
}
