package dev.linger.client;

/** What is known of a request that got no answer: whether it reached the server's host. */
public enum Delivery {
    /**
     * Proven that no byte of it was taken in, of a server that reads no more once it has closed:
     * sending it again cannot apply it twice.
     */
    NOT_DELIVERED("not delivered"),
    /**
     * The server has begun to answer; or its host has taken in all of it, and not thrown it away.
     */
    DELIVERED("delivered"),
    /** It may have been applied or not; the kernel's figures fit both. */
    UNKNOWN("it is not known whether it was delivered");

    private final String clause;

    Delivery(String clause) {
        this.clause = clause;
    }

    /** The same as a clause of a sentence. */
    String clause() {
        return clause;
    }
}
