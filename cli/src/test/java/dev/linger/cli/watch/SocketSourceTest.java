package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.TcpState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketSourceTest {
    private static final PortRange RANGE = PortRange.ofHost();

    @Test
    @SuppressWarnings("try")
    void whatIsRefusedLaterIsReadFromProc() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
                SocketSource sockets = SocketSource.open(Set.of(listener.getLocalPort()))) {
            Census census = sockets.census(RANGE);
            assertEquals(1, census.in(TcpState.LISTEN));
            assertEquals("sock_diag", sockets.name());
            assertTrue(sockets.isSelective());
            sockets.close();
            assertEquals(1, sockets.withoutMany(census, RANGE).in(TcpState.LISTEN));
            assertEquals(
                    "/proc/net/tcp, because socket diagnostics were closed by this program",
                    sockets.name());
            assertFalse(sockets.isSelective(), "all of /proc is to be read each time");
            assertEquals(1, sockets.census(RANGE).in(TcpState.LISTEN));
        }
    }
}
