package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.http.MessageWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An answer that the server gives in a handler's place. */
final class ShortAnswer {
    private final int status;
    private final byte[] bytes;
    private final int bodyBytes;

    private ShortAnswer(int status, byte[] bytes, int bodyBytes) {
        this.status = status;
        this.bytes = bytes;
        this.bodyBytes = bodyBytes;
    }

    /**
     * @param bare whether it has no body, as the answer to HEAD
     * @param kept the call that the connection outlives; null where this is the last answer
     */
    static ShortAnswer of(int status, boolean bare, @Nullable Call kept, byte[] date) {
        String text = status + " " + StatusPhrases.of(status) + "\n";
        return of(status, text, bare, kept, date);
    }

    /** For who speaks plain HTTP where TLS is spoken. */
    static ShortAnswer plainToTls(byte[] date) {
        String text = "400 Bad Request: TLS is spoken at this port, ask with https://\n";
        return of(400, text, false, null, date);
    }

    private static ShortAnswer of(
            int status, String text, boolean bare, @Nullable Call kept, byte[] date) {
        byte[] body = text.getBytes(US_ASCII);
        MessageWriter writer = new MessageWriter(256);
        writer.response(status, StatusPhrases.line(status));
        writer.line(date);
        writer.field("Content-Type", "text/plain");
        writer.contentLength(body.length);
        if (kept == null) {
            writer.field("Connection", "close");
        } else {
            Persistence.write(writer, kept, false);
        }
        writer.endHead();
        if (!bare) {
            writer.body(body, 0, body.length);
        }
        byte[] whole = Arrays.copyOf(writer.bytes(), writer.length());
        return new ShortAnswer(status, whole, bare ? 0 : body.length);
    }

    int status() {
        return status;
    }

    /** Head and body, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** What came of an exchange that it has ended. */
    Outcome outcome(long now) {
        return new Outcome(status, bodyBytes, now);
    }
}
