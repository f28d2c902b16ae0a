package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.http.MessageWriter;
import java.util.Arrays;

/** An answer that the server gives in a handler's place. */
final class ShortAnswer {
    private ShortAnswer() {}

    /**
     * @param bare whether it has no body, as the answer to HEAD
     */
    static byte[] bytes(int status, boolean bare, boolean closes, byte[] date) {
        String text = status + " " + StatusPhrases.of(status) + "\n";
        return bytes(status, text, bare, closes, date);
    }

    /** For who speaks plain HTTP where TLS is spoken. */
    static byte[] plainToTls(byte[] date) {
        String text = "400 Bad Request: TLS is spoken at this port, ask with https://\n";
        return bytes(400, text, false, true, date);
    }

    private static byte[] bytes(
            int status, String text, boolean bare, boolean closes, byte[] date) {
        byte[] body = text.getBytes(US_ASCII);
        MessageWriter writer = new MessageWriter(256);
        writer.response(status, StatusPhrases.line(status));
        writer.line(date);
        writer.field("Content-Type", "text/plain");
        writer.contentLength(body.length);
        if (closes) {
            writer.field("Connection", "close");
        }
        writer.endHead();
        if (!bare) {
            writer.body(body, 0, body.length);
        }
        return Arrays.copyOf(writer.bytes(), writer.length());
    }
}
