package dev.linger.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;

/**
 * Gathers a short body before a connection is asked for, so that it leaves in one write with its
 * head, and can be sent again without asking its publisher twice.
 */
final class Gathering {
    /** Bodies up to this size, in bytes. */
    static final int MOST = 8 << 10;

    private Gathering() {}

    static boolean isShort(WireRequest asked) {
        return asked.length > 0 && asked.length <= MOST && !asked.expectsContinue();
    }

    /**
     * @throws IOException if the publisher fails, or gives another length than it said
     */
    static byte[] of(HttpRequest.BodyPublisher publisher, long length, long by)
            throws IOException, InterruptedException {
        Upload upload = new Upload();
        try {
            return of(upload, publisher, length, by);
        } catch (InterruptedException | RuntimeException | Error e) {
            upload.cancel();
            throw e;
        } catch (IOException e) {
            upload.cancel();
            if (upload.isLate()) {
                throw new DeadlinePassedException(
                        e.getMessage() + "; not delivered", Delivery.NOT_DELIVERED, null, e);
            }
            throw e;
        }
    }

    private static byte[] of(
            Upload upload, HttpRequest.BodyPublisher publisher, long length, long by)
            throws IOException, InterruptedException {
        publisher.subscribe(upload);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) length);
        for (ByteBuffer piece = upload.next(by); piece != null; piece = upload.next(by)) {
            byte[] some = new byte[piece.remaining()];
            piece.get(some);
            bytes.write(some, 0, some.length);
            if (bytes.size() > length) {
                throw new IOException("Too many bytes in request body. Expected: " + length);
            }
            upload.more();
        }
        if (bytes.size() < length) {
            throw new IOException(
                    "Too few bytes returned by the request's publisher. Expected: "
                            + length
                            + ", got: "
                            + bytes.size());
        }
        return bytes.toByteArray();
    }
}
