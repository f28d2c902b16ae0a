package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of this test, as its kernel knows them. */
@Timeout(30)
class OwnSocketsTest {
    /** What a view showed. */
    private record Seen(TcpState state, long unacknowledged, long notSent, long received) {}

    private final OwnSockets sockets = new OwnSockets();

    OwnSocketsTest() throws RefusedByKernelException {}

    @AfterEach
    void close() {
        sockets.close();
    }

    private static ServerSocketChannel listen(String address) throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    private Optional<OwnSocket> name(SocketChannel channel) throws Exception {
        return sockets.name(
                (InetSocketAddress) channel.getLocalAddress(),
                (InetSocketAddress) channel.getRemoteAddress());
    }

    private Optional<Seen> look(OwnSocket socket) throws RefusedByKernelException {
        Seen[] seen = {null};
        assertEquals(sockets.look(socket, one -> seen[0] = seen(one)), seen[0] != null);
        return Optional.ofNullable(seen[0]);
    }

    /** An ACK may be delayed by 40 ms. */
    private Seen whenAcknowledged(OwnSocket socket) throws RefusedByKernelException {
        Seen seen = look(socket).orElseThrow();
        while (seen.unacknowledged() > 0) {
            Thread.onSpinWait();
            seen = look(socket).orElseThrow();
        }
        return seen;
    }

    private Optional<Seen> lookAfterReset(OwnSocket socket) {
        Seen[] seen = {null};
        assertEquals(sockets.lookAfterReset(socket, one -> seen[0] = seen(one)), seen[0] != null);
        return Optional.ofNullable(seen[0]);
    }

    private static Seen seen(SocketEntry one) {
        return new Seen(one.state(), one.sendQueue(), one.notSentBytes(), one.bytesReceived());
    }

    private static void fill(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        while (channel.write(bytes.clear()) > 0) {
            bytes.clear();
        }
    }

    private static void end(SocketChannel channel) throws IOException {
        channel.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void seesWhenEverythingWasAcknowledged(String address) throws Exception {
        try (ServerSocketChannel listener = listen(address);
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            OwnSocket own = name(client).orElseThrow();
            client.write(ByteBuffer.wrap(new byte[100]));
            server.read(ByteBuffer.allocate(100));

            assertEquals(new Seen(TcpState.ESTABLISHED, 0, 0, 0), whenAcknowledged(own));
            assertEquals(
                    new Seen(TcpState.ESTABLISHED, 0, 0, 100),
                    look(name(server).orElseThrow()).orElseThrow());
        }
    }

    @Test
    void seesWhatAFullPathHoldsBack() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            OwnSocket own = name(client).orElseThrow();
            fill(client);

            Seen seen = look(own).orElseThrow();

            assertTrue(seen.notSent() > 0, seen.toString());
            assertTrue(seen.unacknowledged() >= seen.notSent(), seen.toString());
            assertTrue(server.isOpen());
        }
    }

    @Test
    void seesThatAFinWasAcknowledged() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            OwnSocket own = name(server).orElseThrow();
            server.shutdownOutput();
            assertEquals(-1, client.read(ByteBuffer.allocate(1)));

            assertEquals(new Seen(TcpState.FIN_WAIT2, 0, 0, 0), whenAcknowledged(own));

            end(client);
            assertEquals(-1, server.read(ByteBuffer.allocate(1)));
            assertEquals(TcpState.TIME_WAIT, look(own).orElseThrow().state());
        }
    }

    @Test
    void seesWhatAResetLeftUnacknowledged() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            OwnSocket own = name(client).orElseThrow();
            fill(client);
            long held = look(own).orElseThrow().unacknowledged();

            // Closing with bytes unread sends RST (RFC 9293, section 3.6; RFC 2525, section 2.17).
            end(server);
            assertThrows(IOException.class, () -> fill(client));

            assertEquals(Optional.empty(), look(own));
            Seen left = lookAfterReset(own).orElseThrow();
            assertEquals(TcpState.CLOSE, left.state());
            assertTrue(0 < left.unacknowledged() && left.unacknowledged() <= held, left.toString());
            assertEquals(left, lookAfterReset(own).orElseThrow());
            end(client);
            assertEquals(Optional.empty(), lookAfterReset(own));
        }
    }

    @Test
    void takesNoLaterSocketForOneOfTheSameEnds() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1")) {
            InetSocketAddress from;
            OwnSocket first;
            try (SocketChannel client = SocketChannel.open()) {
                // One that is bound has no other socket beside it on its port.
                client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                client.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                client.connect(listener.getLocalAddress());
                SocketChannel server = listener.accept();
                from = (InetSocketAddress) client.getLocalAddress();
                first = name(client).orElseThrow();
                server.setOption(StandardSocketOptions.SO_LINGER, 0);
                server.close();
            }
            try (SocketChannel client = SocketChannel.open()) {
                // Others may have left the port in TIME_WAIT to somewhere else.
                client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                client.bind(from);
                client.connect(listener.getLocalAddress());

                assertEquals(Optional.empty(), look(first));
                assertEquals(Optional.empty(), lookAfterReset(first));
                assertTrue(name(client).isPresent());
            }
        }
    }

    @Test
    void namesNoSocketThatIsNotThere() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1")) {
            InetSocketAddress server = (InetSocketAddress) listener.getLocalAddress();
            InetSocketAddress nobody = new InetSocketAddress(server.getAddress(), 1);

            assertEquals(Optional.empty(), sockets.name(nobody, server));
            assertEquals(Optional.empty(), sockets.name(server, nobody));
        }
    }

    @Test
    void aPeekTellsWhatHasComeWithoutTakingIt() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel server = listener.accept()) {
            Peek peek = sockets.peek(name(client).orElseThrow());
            assertNotNull(peek);
            assertEquals(Peek.NOTHING, peek.look());
            server.write(ByteBuffer.wrap(new byte[] {7}));
            assertEquals(1, whenSomethingCame(peek));
            assertEquals(1, peek.look());
            ByteBuffer taken = ByteBuffer.allocate(2);
            assertEquals(1, client.read(taken));
            assertEquals(7, taken.get(0));
            assertEquals(Peek.NOTHING, peek.look());
            server.shutdownOutput();
            assertEquals(Peek.ENDED, whenSomethingCame(peek));
        }
    }

    @Test
    void aPeekMeetsTheReset() throws Exception {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress())) {
            Peek peek = sockets.peek(name(client).orElseThrow());
            assertNotNull(peek);
            try (SocketChannel server = listener.accept()) {
                server.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            SocketException met =
                    assertThrows(SocketException.class, () -> whenSomethingCame(peek));
            assertEquals("Connection reset by peer", met.getMessage());
        }
    }

    private static int whenSomethingCame(Peek peek) throws SocketException {
        int seen = peek.look();
        while (seen == Peek.NOTHING) {
            Thread.onSpinWait();
            seen = peek.look();
        }
        return seen;
    }
}
