package dev.linger.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends a call's body as its publisher gives it. Meanwhile it looks from time to time whether the
 * server wants the rest (RFC 9112, section 9.5).
 */
final class Streaming {
    /** Between two looks while the publisher gives nothing. */
    private static final long PAUSE_NANOS = 250_000_000L;

    /** Bytes that are sent between two looks. */
    private static final int STRETCH = 1 << 20;

    private final Call call;
    private final WireRequest asked;
    private final Connection connection;
    final Upload upload = new Upload();
    private long sinceLook;
    private boolean refused;

    Streaming(Call call) {
        this.call = call;
        this.asked = call.asked;
        this.connection = call.connection;
    }

    /** Sends all. False where the server has answered before it took that. */
    boolean send() throws IOException, InterruptedException {
        Objects.requireNonNull(asked.publisher).subscribe(upload);
        boolean whole = sendHeadFirst() && sendPieces() && sendEnd();
        if (!whole || refused) {
            upload.cancel();
        }
        return whole;
    }

    /**
     * The head leaves before its publisher is waited for: one that reads from a stream does so
     * while it is asked, any other may give its first piece at once, for the same write.
     */
    private boolean sendHeadFirst() throws IOException, InterruptedException {
        return (asked.length >= 0 && upload.awaits(System.nanoTime())) || call.flush();
    }

    private boolean sendPieces() throws IOException, InterruptedException {
        long left = asked.length;
        for (ByteBuffer piece = next(); piece != null; piece = next()) {
            left -= piece.remaining();
            if (asked.length >= 0 && left < 0) {
                throw upload.failed("Too many bytes in request body. Expected: " + asked.length);
            }
            if (!sendPiece(piece) || (left != 0 && isRefusedByNow())) {
                return false;
            }
            upload.more();
        }
        if (asked.length >= 0 && left > 0 && !refused) {
            throw upload.failed(
                    "Too few bytes returned by the request's publisher. Expected: "
                            + asked.length
                            + ", got: "
                            + (asked.length - left));
        }
        return !refused || left == 0;
    }

    /** The next piece; null after the last one, and where the server refuses it. */
    private @Nullable ByteBuffer next() throws IOException, InterruptedException {
        while (!upload.awaits(Waits.earlier(call.sendBy(), System.nanoTime() + PAUSE_NANOS))) {
            if (Waits.hasPassed(call.sendBy(), System.nanoTime())) {
                break;
            }
            refused = call.lookForRefusal();
            if (refused) {
                return null;
            }
        }
        return upload.next(call.sendBy());
    }

    private boolean isRefusedByNow() throws IOException {
        if (sinceLook < STRETCH) {
            return false;
        }
        sinceLook = 0;
        return call.lookForRefusal();
    }

    private boolean sendPiece(ByteBuffer piece) throws IOException {
        int count = piece.remaining();
        byte[] bytes;
        int from;
        if (piece.hasArray()) {
            bytes = piece.array();
            from = piece.arrayOffset() + piece.position();
        } else {
            bytes = new byte[count];
            piece.get(bytes);
            from = 0;
        }
        connection.account.requestBytes += count;
        sinceLook += count;
        if (asked.length < 0) {
            connection.out.chunk(bytes, from, from + count);
        } else if (connection.out.length() + count <= Gathering.MOST) {
            connection.out.body(bytes, from, from + count);
        } else {
            connection.out.bodyElsewhere(count);
            return call.flush() && call.write(bytes, from, from + count);
        }
        return call.flush();
    }

    private boolean sendEnd() throws IOException {
        if (asked.length < 0) {
            connection.out.lastChunk();
            connection.out.endTrailers();
        }
        return call.flush();
    }
}
