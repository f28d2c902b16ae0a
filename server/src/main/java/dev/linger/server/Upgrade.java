package dev.linger.server;

import dev.linger.http.MessageWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The answer that hands a connection over to another protocol (RFC 9110, section 7.8). */
final class Upgrade {
    private Upgrade() {}

    /** Why there can be none; null where there can. */
    static @Nullable String hindrance(Call call) {
        if (call.isOnLoop()) {
            return "a non-blocking handler cannot take a connection over";
        }
        if (!call.head.asksUpgrade()) {
            return "the client has not asked for another protocol";
        }
        return call.inflow.isEnded() ? null : "the request's body has to be read to its end before";
    }

    /** Writes 101 and the program's fields. */
    static void writeHead(Call call, String protocol) {
        MessageWriter writer = call.outflow.writer;
        writer.response(101, StatusPhrases.line(101));
        writer.field("Connection", "Upgrade");
        writer.field("Upgrade", protocol);
        call.exchange.writeFields(writer);
        writer.endHead();
    }

    /** Waits for the loop to let the connection go. */
    static HandedOver handOver(Call call) throws IOException {
        CompletableFuture<HandedOver> handed = new CompletableFuture<>();
        call.loop.execute(() -> call.connection.handOver(call, handed));
        try {
            return handed.get();
        } catch (InterruptedException e) {
            CompletableFuture<Void> _ = handed.thenAccept(HandedOver::abandon);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the connection was handed over");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
