package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As this process's locale words them. */
class SocketFailureTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static List<SocketFailure> of(Exception thrown) {
        return Arrays.stream(SocketFailure.values()).filter(one -> one.isOf(thrown)).toList();
    }

    @Test
    void aBrokenPipeIsKnown() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        IOException thrown =
                assertThrows(
                        IOException.class, () -> pipe.sink().write(ByteBuffer.wrap(new byte[1])));
        assertEquals(List.of(SocketFailure.BROKEN_PIPE), of(thrown));
        pipe.sink().close();
    }

    @Test
    void anAddressInUseIsKnown() throws IOException {
        try (ServerSocket first = new ServerSocket(0, 1, LOOPBACK)) {
            BindException thrown =
                    assertThrows(
                            BindException.class,
                            () -> new ServerSocket(first.getLocalPort(), 1, LOOPBACK).close());
            assertEquals(List.of(SocketFailure.ADDRESS_IN_USE), of(thrown));
        }
    }

    /** RFC 5737: addresses for documentation, which nobody has. */
    @Test
    void anAddressOfAnotherHostIsKnown() {
        BindException thrown =
                assertThrows(
                        BindException.class,
                        () -> new ServerSocket(0, 1, InetAddress.ofLiteral("192.0.2.1")).close());
        assertEquals(List.of(SocketFailure.NO_SUCH_ADDRESS), of(thrown));
    }

    @Test
    void aRefusedConnectIsKnown() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, LOOPBACK)) {
            port = closed.getLocalPort();
        }
        try (Socket socket = new Socket()) {
            IOException thrown =
                    assertThrows(
                            IOException.class,
                            () -> socket.connect(new InetSocketAddress(LOOPBACK, port)));
            assertEquals(List.of(SocketFailure.REFUSED), of(thrown));
        }
    }

    @Test
    void aFailureWithoutWordsIsNone() {
        assertEquals(List.of(), of(new IOException()));
        assertEquals(List.of(), of(new IllegalStateException("Broken pipe")));
    }
}
