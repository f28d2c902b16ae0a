package dev.linger.linux;

import java.nio.ByteOrder;

/**
 * Numbers in the host's byte order, as netlink writes them; addresses and ports in network order.
 */
final class Bytes {
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Bytes() {}

    static int u16(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        return LITTLE ? second << 8 | first : first << 8 | second;
    }

    static long u32(byte[] bytes, int at) {
        int low = u16(bytes, at);
        int high = u16(bytes, at + 2);
        return (LITTLE ? high << 16 | low : low << 16 | high) & 0xffff_ffffL;
    }

    static void put32(byte[] bytes, int at, long value) {
        for (int i = 0; i < 4; i++) {
            bytes[at + i] = (byte) (value >>> (LITTLE ? 8 * i : 24 - 8 * i));
        }
    }

    static void put16(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (LITTLE ? value : value >>> 8);
        bytes[at + 1] = (byte) (LITTLE ? value >>> 8 : value);
    }

    static long bigEndian(byte[] bytes, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    static void putBigEndian(byte[] bytes, int at, long value, int length) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) (value >>> (8 * (length - 1 - i)));
        }
    }
}
