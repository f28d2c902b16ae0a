package dev.linger.capture.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** pcapng written by hand, for what a capture builder has no reason to write. */
final class Blocks {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteOrder order;

    Blocks(ByteOrder order) {
        this.order = order;
    }

    static Blocks section(ByteOrder order) {
        return new Blocks(order).block(0x0a0d0d0a, 0x1a2b3c4d, 1, -1, -1);
    }

    /** A block of a type that has these 32-bit words and no other. */
    Blocks block(int type, int... words) {
        byte[] body = new byte[words.length * 4];
        ByteBuffer into = ByteBuffer.wrap(body).order(order);
        for (int word : words) {
            into.putInt(word);
        }
        return raw(type, body.length + 12, body, body.length + 12);
    }

    Blocks raw(int type, int length, byte[] body, int lengthAtEnd) {
        byte[] block = new byte[body.length + 12];
        ByteBuffer.wrap(block)
                .order(order)
                .putInt(type)
                .putInt(length)
                .put(body)
                .putInt(lengthAtEnd);
        file.writeBytes(block);
        return this;
    }

    /** Ethernet, with one option of up to eight bytes; its code is 0 for none. */
    Blocks describe(int linkType, int snapLength, int code, long value, int size) {
        byte[] body = new byte[code == 0 ? 8 : 12 + ((size + 3) & ~3)];
        ByteBuffer into = ByteBuffer.wrap(body).order(order);
        into.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        if (code != 0) {
            into.putShort((short) code).putShort((short) size);
            if (size == 1) {
                into.put((byte) value);
            } else {
                into.putLong(value);
            }
        }
        return raw(1, body.length + 12, body, body.length + 12);
    }

    /** An Enhanced Packet Block with four bytes of a packet of 60. */
    Blocks packet(int seenBy, long units) {
        return block(6, seenBy, (int) (units >>> 32), (int) units, 4, 60, 0x01020304);
    }

    Blocks then(Blocks more) {
        file.writeBytes(more.bytes());
        return this;
    }

    byte[] bytes() {
        return file.toByteArray();
    }
}
