package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.linux.OwnSocket;
import dev.linger.linux.Peek;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PlainWireTest {
    private final byte[] into = new byte[4];
    private final ServerSocketChannel listener;
    private final SocketChannel server;
    private final PlainWire wire;

    PlainWireTest() throws IOException {
        listener =
                ServerSocketChannel.open()
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        wire = new PlainWire(SocketChannel.open(listener.getLocalAddress()));
        server = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.close();
        listener.close();
    }

    private void peeks(boolean isPeeked) {
        if (isPeeked) {
            Kernel kernel = Kernel.ofProcess();
            OwnSocket name = kernel.name(wire.channel());
            assumeTrue(name != null, "this kernel has no socket diagnostics");
            Peek peek = kernel.peek(name);
            assertNotNull(peek);
            wire.peekBy(peek);
        }
    }

    private int whenSomethingCame() throws IOException {
        int count = wire.readNow(into, 1, 4);
        while (count == 0) {
            Spin.turn();
            count = wire.readNow(into, 1, 4);
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatIsThereWithoutWaiting(boolean isPeeked) throws IOException {
        peeks(isPeeked);
        assertEquals(0, wire.readNow(into, 0, 4));
        server.write(ByteBuffer.wrap(new byte[] {7, 8}));
        assertEquals(2, whenSomethingCame());
        assertEquals(7, into[1]);
        assertEquals(8, into[2]);
        assertEquals(0, wire.readNow(into, 0, 4));
        server.shutdownOutput();
        assertEquals(Wire.ENDED, whenSomethingCame());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetIsAFailure(boolean isPeeked) throws IOException {
        peeks(isPeeked);
        server.setOption(StandardSocketOptions.SO_LINGER, 0);
        server.close();
        assertThrows(IOException.class, this::whenSomethingCame);
    }

    @Test
    void noRequestIsWaitedForBeyondItsTime() {
        wire.exchangeBegins(System.nanoTime());
        byte[] large = new byte[32 << 20];
        assertThrows(SocketTimeoutException.class, () -> wire.write(large, 0, large.length, 0));
        assertTrue(wire.channel().isBlocking());
    }

    @Test
    void aSmallRequestBehindALargeOneHasItsTimeTooWhereTheServerReadsNothing() {
        wire.exchangeBegins(System.nanoTime());
        byte[] large = new byte[32 << 20];
        assertThrows(SocketTimeoutException.class, () -> wire.write(large, 0, large.length, 0));
        wire.exchangeBegins(System.nanoTime());
        assertThrows(SocketTimeoutException.class, () -> wire.write(large, 0, 1 << 10, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterItsCloseThereIsNothingToRead(boolean isPeeked) throws IOException {
        peeks(isPeeked);
        wire.close();
        assertThrows(IOException.class, () -> wire.readNow(into, 0, 4));
    }

    @Test
    void aLargePieceIsNotHeldOnceItHasLeft() throws IOException {
        WeakReference<byte[]> piece = written(new byte[100_000]);
        while (!piece.refersTo(null)) {
            System.gc();
        }
    }

    private WeakReference<byte[]> written(byte[] piece) throws IOException {
        wire.exchangeBegins(Waits.NEVER);
        wire.write(piece, 0, piece.length, 0);
        return new WeakReference<>(piece);
    }
}
