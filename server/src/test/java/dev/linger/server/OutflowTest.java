package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.http.MessageWriter;
import dev.linger.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutflowTest {
    private static final int PIECES = 1000;
    private static final int PIECE_BYTES = 100;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private int room;

    private final Outflow outflow =
            new Outflow(wire(), new MessageWriter(64), new ManualClock(), false);

    /** Its socket takes as much as there is room for. */
    private Wire wire() {
        return (Wire)
                Proxy.newProxyInstance(
                        Wire.class.getClassLoader(),
                        new Class<?>[] {Wire.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "write" -> write((ByteBuffer) arguments[0]);
                                    case "tellWhenWritable" -> null;
                                    default -> throw new AssertionError(method);
                                });
    }

    private int write(ByteBuffer bytes) {
        buffers.add(bytes);
        byte[] some = new byte[Math.min(room, bytes.remaining())];
        bytes.get(some);
        taken.writeBytes(some);
        room -= some.length;
        return some.length;
    }

    private static byte[] piece(int number) {
        byte[] piece = new byte[PIECE_BYTES];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = (byte) (number * 31 + i);
        }
        return piece;
    }

    private void send(byte[] piece) throws IOException {
        outflow.send(piece, 0, piece.length);
    }

    @Test
    void whatIsKeptIsNotCopiedForEachPieceThatFollows() throws Exception {
        for (int i = 0; i < PIECES; i++) {
            send(piece(i));
            outflow.look();
        }
        assertTrue(buffers.size() < 20, buffers.size() + " buffers");
    }

    @Test
    void whatIsKeptGoesInItsOrderAndNothingIsHeldThen() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < PIECES; i++) {
            sent.writeBytes(piece(i));
            send(piece(i));
            room = i % 3 == 0 ? PIECE_BYTES + 7 : 0;
            outflow.look();
        }
        assertTrue(outflow.isStuck());
        room = Integer.MAX_VALUE;
        outflow.writable();
        assertArrayEquals(sent.toByteArray(), taken.toByteArray());
        assertFalse(outflow.isStuck());
        assertTrue(outflow.isEmpty());
    }
}
