package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.time.Duration;

/**
 * Is told what happens to connections. Called on the thread on which it happens, so it must not
 * wait; what it throws is logged and changes nothing.
 */
public interface Listener {
    /** A response is complete, or its program has left it. */
    default void exchanged(ExchangeRecord exchange) {}

    /** A connection has ended. */
    default void closed(JudgedLife life) {}

    /**
     * A request is sent a second time.
     *
     * @param why a sentence
     */
    default void retried(String why) {}

    /**
     * A response lies unread, and its connection with it.
     *
     * @param what which one, for how long, and what the kernel says of the connection
     * @param since how long
     * @param acquired where the response was asked for, as a stack trace; that of the exchange's
     *     own thread where it was asked for by {@code sendAsync}
     */
    default void forgotten(String what, Duration since, Throwable acquired) {}
}
