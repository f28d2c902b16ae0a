package dev.linger.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON on its way to a stream, piece by piece: names and punctuation are pieces made beforehand,
 * what is between them is written by kind. Not thread-safe.
 */
final class JsonBytes {
    /** Larger than the buffer of a stream, which then passes the bytes on without a copy. */
    private static final int SIZE = 1 << 17;

    private static final byte[] NULL = piece("null");

    private final OutputStream out;
    private final QuotedTexts texts = new QuotedTexts();
    private final Numerals numerals = new Numerals();
    private byte[] bytes = new byte[SIZE];
    private int length;

    JsonBytes(OutputStream out) {
        this.out = out;
    }

    /** A piece for {@link #put}, of US-ASCII. */
    static byte[] piece(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    JsonBytes put(byte[] piece) throws IOException {
        makeRoom(piece.length);
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
        return this;
    }

    JsonBytes putNull() throws IOException {
        return put(NULL);
    }

    JsonBytes putText(String text) throws IOException {
        return put(texts.of(text));
    }

    /** Below 0 is not known. */
    JsonBytes putCount(long count) throws IOException {
        if (count < 0) {
            return putNull();
        }
        makeRoom(Numerals.LONGEST);
        length = Numerals.writeCount(bytes, length, count);
        return this;
    }

    JsonBytes putSeconds(long nanos) throws IOException {
        makeRoom(Numerals.LONGEST);
        length = Numerals.writeSeconds(bytes, length, nanos);
        return this;
    }

    JsonBytes putInstant(long atNanos) throws IOException {
        makeRoom(Numerals.LONGEST + 2);
        bytes[length] = '"';
        length = numerals.writeInstant(bytes, length + 1, atNanos);
        bytes[length++] = '"';
        return this;
    }

    private void makeRoom(int needed) throws IOException {
        if (length + needed <= bytes.length) {
            return;
        }
        drain();
        if (needed > bytes.length) {
            bytes = new byte[needed];
        }
    }

    private void drain() throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    void flush() throws IOException {
        drain();
        out.flush();
    }
}
