package dev.linger.server;

import dev.linger.http.MessageWriter;

/** What a response says of a connection that is kept (RFC 9112, section 9.3 and appendix C.2.2). */
final class Persistence {
    private static final long SECOND = 1_000_000_000;

    private Persistence() {}

    /**
     * Without a word an HTTP/1.0 client waits for the end of the connection.
     *
     * @param said whether the response has the option keep-alive already
     */
    static void write(MessageWriter writer, Call call, boolean said) {
        long seconds = call.loop.announces() ? announcedSeconds(call) : 0;
        if ((seconds > 0 || call.head.minorVersion() == 0) && !said) {
            writer.field("Connection", "keep-alive");
        }
        if (seconds > 0 && call.exchange.fieldToSend("Keep-Alive") == null) {
            writer.field("Keep-Alive", "timeout=" + seconds);
        }
    }

    /**
     * A second less than this connection is kept, its jitter taken off; 0 where it has no limit.
     */
    private static long announcedSeconds(Call call) {
        Spans spans = call.spans();
        return spans.idle() == Deadlines.NEVER.toNanos()
                ? 0
                : spans.idle(call.connection.number()) / SECOND - 1;
    }
}
