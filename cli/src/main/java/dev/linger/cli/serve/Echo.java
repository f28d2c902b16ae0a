package dev.linger.cli.serve;

import dev.linger.cli.Addresses;
import dev.linger.http.Fields;
import dev.linger.server.Exchange;
import dev.linger.server.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Answers POST and PUT with their body, and everything else with what came.
 *
 * <p>A client that sends all of a body before it reads would wait for a server that waits for it.
 * So the first part of a body is held, and only a longer one is answered while it comes.
 */
final class Echo implements Handler {
    private static final int HELD_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 1 << 14;

    @Override
    public void handle(Exchange exchange) throws IOException {
        String method = exchange.method();
        if (method.equals("POST") || method.equals("PUT")) {
            String type = exchange.header("Content-Type");
            exchange.header("Content-Type", type == null ? "application/octet-stream" : type);
            sendBack(exchange);
        } else {
            exchange.respond(received(exchange));
        }
    }

    private static void sendBack(Exchange exchange) throws IOException {
        InputStream body = exchange.body();
        byte[] held = body.readNBytes(HELD_BYTES);
        if (held.length < HELD_BYTES) {
            exchange.respond(held);
            return;
        }
        // Not closed where the body fails: the client is not to take a part for the whole.
        OutputStream back = exchange.respondStreaming();
        back.write(held);
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            back.write(piece, 0, count);
            back.flush();
        }
        back.close();
    }

    private static String received(Exchange exchange) {
        StringBuilder text = new StringBuilder();
        text.append(exchange.method()).append(' ').append(exchange.target());
        text.append(" HTTP/1.").append(exchange.minorVersion()).append('\n');
        Fields fields = exchange.headers();
        for (int i = 0; i < fields.count(); i++) {
            text.append(fields.name(i)).append(": ").append(fields.value(i)).append('\n');
        }
        text.append("\nfrom ").append(Addresses.text(exchange.client()));
        text.append(", connection ").append(exchange.connection());
        return text.append(", request ").append(exchange.number()).append('\n').toString();
    }
}
