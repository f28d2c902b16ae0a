package dev.linger.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The part of a capture that is in memory: {@link #bytes} from {@link #at} to {@link #limit}. One
 * array, filled again and again, serves plain files, pipes and decompressed streams alike. It stays
 * in the processor's cache, which is why it is faster than its two copies suggest; see
 * docs/decisions/0002-read-captures-in-pieces.md.
 */
final class Pieces {
    static final int PIECE = 256 * 1024;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private final String name;
    private long before;
    private String ending = "";
    private boolean endsEarly;

    byte[] bytes = new byte[PIECE];
    int at;
    int limit;

    Pieces(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /**
     * Makes sure that {@code wanted} bytes are there from {@link #at}, which may move. Waits for no
     * more than it needs: a live capture must be seen packet by packet.
     *
     * @return false where the capture ends before
     */
    boolean has(int wanted) {
        return limit - at >= wanted || fill(wanted);
    }

    private boolean fill(int wanted) {
        int rest = rest();
        byte[] target = wanted > bytes.length ? new byte[wanted] : bytes;
        System.arraycopy(bytes, at, target, 0, rest);
        bytes = target;
        before += at;
        at = 0;
        limit = rest;
        while (limit < wanted) {
            int count = read();
            if (count < 0) {
                return false;
            }
            limit += count;
        }
        return true;
    }

    private int read() {
        try {
            return in.read(bytes, limit, bytes.length - limit);
        } catch (IOException e) {
            String reason = e.getMessage();
            endsEarly = e instanceof EOFException;
            ending =
                    endsEarly
                            ? "its packed data end there (was it cut off?)"
                            : reason == null ? e.getClass().getSimpleName() : reason;
            return -1;
        }
    }

    /** Passes over bytes without keeping them; false where the capture ends before. */
    boolean skip(long count) {
        long left = count;
        while (left > rest()) {
            left -= rest();
            at = limit;
            if (!fill(1)) {
                return false;
            }
        }
        at += (int) left;
        return true;
    }

    int rest() {
        return limit - at;
    }

    /** Bytes of the (decompressed) capture before {@link #at}. */
    long offset() {
        return before + at;
    }

    /** Whether the capture ended as it should: between two packets and without an I/O error. */
    boolean endedCleanly() {
        return rest() == 0 && ending.isEmpty();
    }

    /** The sentence for a capture that ends in the middle of what begins here. */
    BadCaptureException cut(String inside, long wanted) {
        return cut(inside, offset(), wanted);
    }

    /** The same for what began at an offset before. */
    BadCaptureException cut(String inside, long from, long wanted) {
        long end = before + limit;
        if (!ending.isEmpty()) {
            return bad("cannot be read on after byte " + end + ": " + ending, endsEarly);
        }
        return bad(
                "ends inside %s at byte %d: %d of %d bytes are there (is it still being written, or was it cut off?)"
                        .formatted(inside, from, end - from, wanted),
                true);
    }

    BadCaptureException bad(String what) {
        return bad(what, false);
    }

    private BadCaptureException bad(String what, boolean isCut) {
        return new BadCaptureException(name + ": " + what, isCut);
    }

    int littleInt(int index) {
        return (int) INT.get(bytes, index);
    }

    /** Two integers that follow each other, the first one in the lower half. */
    long twoIntegers(int index, boolean bigEndian) {
        long both = (long) LONG.get(bytes, index);
        return bigEndian ? Long.rotateLeft(Long.reverseBytes(both), 32) : both;
    }

    int integer(int index, boolean bigEndian) {
        int value = (int) INT.get(bytes, index);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    int shortInteger(int index, boolean bigEndian) {
        int first = bytes[index] & 255;
        int second = bytes[index + 1] & 255;
        return bigEndian ? (first << 8) | second : (second << 8) | first;
    }

    boolean startsWith(byte... magic) {
        return has(magic.length)
                && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
    }
}
