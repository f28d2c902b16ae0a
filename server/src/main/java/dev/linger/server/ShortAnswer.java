package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.http.MessageWriter;
import java.util.Arrays;

/** An answer that the server gives in a handler's place. */
final class ShortAnswer {
    private ShortAnswer() {}

    static byte[] bytes(int status, boolean closes, byte[] date) {
        String phrase = StatusPhrases.of(status);
        byte[] body = (status + " " + phrase + "\n").getBytes(US_ASCII);
        MessageWriter writer = new MessageWriter(256);
        writer.response(status, StatusPhrases.line(status));
        writer.line(date);
        writer.field("Content-Type", "text/plain");
        writer.contentLength(body.length);
        if (closes) {
            writer.field("Connection", "close");
        }
        writer.endHead();
        writer.body(body, 0, body.length);
        return Arrays.copyOf(writer.bytes(), writer.length());
    }
}
