package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.http.Framing;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Reads the body of a call's response. What goes wrong is a {@link Failure}, and the connection has
 * ended by then.
 */
final class BodyReading {
    private final Call call;
    private final Connection connection;

    BodyReading(Call call) {
        this.call = call;
        this.connection = call.connection;
    }

    /** Reads on in the body as far as it has come: BODY, END, or NEED_MORE. */
    Event readNow() throws Failure {
        connection.from = connection.reader.read(connection.in, connection.from, connection.to);
        return switch (connection.reader.event()) {
            case BODY, END, NEED_MORE -> connection.reader.event();
            case FAULT -> throw call.failures().badMessage();
            case HEAD -> throw call.failures().broken(new IOException("a head inside a body"));
        };
    }

    /** Reads on in the body, and waits for it by the deadlines: BODY or END. */
    Event await() throws Failure {
        return await(call.wholeBy, call.deadlines.betweenBytes());
    }

    /**
     * Reads on in the body, and waits for it: BODY or END.
     *
     * @param by when the wait ends (System.nanoTime)
     * @param patience longest time without a byte
     */
    Event await(long by, Duration patience) throws Failure {
        try {
            return within(by, patience);
        } catch (SocketTimeoutException e) {
            throw call.failures().late(e);
        }
    }

    /**
     * The same, and whoever waits decides what it means that the time is over.
     *
     * @throws SocketTimeoutException if it is; then more can be read
     */
    Event within(long by, Duration patience) throws Failure, SocketTimeoutException {
        Event event = readNow();
        try {
            while (event == Event.NEED_MORE) {
                connection.from = 0;
                connection.to = 0;
                event = call.receive(Waits.left(by, patience)) < 0 ? endOfStream() : readNow();
            }
            return event;
        } catch (Failure | SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted()
                    ? call.failures().interrupted(e)
                    : call.failures().broken(e);
        }
    }

    private Event endOfStream() throws Failure {
        connection.account.serverFin(System.nanoTime());
        boolean untilClose = connection.reader.framing() instanceof Framing.UntilClose;
        if (connection.reader.end() == Event.END
                && (connection.wire.isEndCertain() || !untilClose)) {
            return Event.END;
        }
        throw call.failures().truncated();
    }
}
