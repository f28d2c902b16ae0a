package dev.linger.capture.link;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in network byte order. They are read in little-endian order and turned round, because the
 * first compiler (C1) takes six times as long for a handle of the other order.
 */
final class Octets {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Octets() {}

    static int one(byte[] bytes, int at) {
        return bytes[at] & 0xff;
    }

    static int two(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    static int four(byte[] bytes, int at) {
        return Integer.reverseBytes((int) INT.get(bytes, at));
    }

    static long eight(byte[] bytes, int at) {
        return Long.reverseBytes((long) LONG.get(bytes, at));
    }

    /** Eight bytes in little-endian order: the first one is the lowest. */
    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** The number of two bytes that begin at this bit of a {@link #word}. */
    static int two(long word, int bit) {
        int both = (int) (word >>> bit);
        return ((both & 0xff) << 8) | ((both >>> 8) & 0xff);
    }
}
