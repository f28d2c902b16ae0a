package dev.linger.server;

import dev.linger.life.JudgedLife;

/**
 * Is told what happens at a server. Called on the loops' threads, so it must not wait; what it
 * throws is logged and changes nothing.
 */
public interface Listener {
    /**
     * Whether it wants to be told of exchanges now. Where no listener does, their records are not
     * made.
     */
    default boolean wantsExchanges() {
        return true;
    }

    /**
     * Whether it puts on record what has failed ({@link #failed}). Where no listener does, the
     * server logs it as {@code dev.linger.server}, with the stack.
     */
    default boolean logsFailures() {
        return false;
    }

    /** An exchange has ended, or an answer was given where no request could be read. */
    default void exchanged(ExchangeRecord exchange) {}

    /** A connection has ended. */
    default void closed(JudgedLife life) {}

    /** Something went wrong: a request could not be read, a connection not be accepted, or so. */
    default void told(String sentence) {}

    /** A handler, or the server itself, has failed. Tells the sentence, unless overridden. */
    default void failed(String sentence, Throwable reason) {
        told(sentence);
    }
}
