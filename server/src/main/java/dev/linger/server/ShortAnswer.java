package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.http.MessageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An answer that the server gives in a handler's place: small enough for any socket's buffer. */
final class ShortAnswer {
    private ShortAnswer() {}

    /** Returns the bytes that the socket took. */
    static int write(Wire wire, int status, boolean closes, String date) throws IOException {
        String phrase = StatusPhrases.of(status);
        byte[] body = (status + " " + phrase + "\n").getBytes(US_ASCII);
        MessageWriter writer = new MessageWriter(256);
        writer.response(status, phrase);
        writer.field("Date", date);
        writer.field("Content-Type", "text/plain");
        writer.field("Content-Length", body.length);
        if (closes) {
            writer.field("Connection", "close");
        }
        writer.endHead();
        writer.body(body, 0, body.length);
        return wire.write(ByteBuffer.wrap(writer.bytes(), 0, writer.length()));
    }
}
