package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ports that closed connections of a real client keep. */
class LocalPortsTest {
    private static final int CLOSED = 50;

    /** The client's part of connections that it closed first, a moment ago. */
    private static Map.Entry<Census.Outgoing, SocketCount> closedByClient() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = listener.getLocalPort();
            for (int each = 0; each < CLOSED; each++) {
                Socket client = new Socket(listener.getInetAddress(), port);
                Socket server = listener.accept();
                client.close();
                assertEquals(-1, server.getInputStream().read());
                server.close();
            }
            try (SocketSource sockets = SocketSource.open(Set.of(port))) {
                Census census = sockets.census(PortRange.ofHost());
                assertEquals(CLOSED, census.in(TcpState.TIME_WAIT));
                assertEquals(1, census.outgoing().size());
                return census.outgoing().entrySet().iterator().next();
            }
        }
    }

    private static LocalPorts ports(int count, long reuse) {
        return new LocalPorts(new PortRange(30_000, 30_000 + count - 1, 0), reuse, 1000);
    }

    @Test
    void forecastsWhenThePortsRunOut() throws Exception {
        Map.Entry<Census.Outgoing, SocketCount> one = closedByClient();
        double rate = one.getValue().closes().rate(5);
        assertTrue(rate > 0);
        LocalPorts few = ports(60, 0);
        assertEquals(CLOSED, few.taken(one.getKey(), one.getValue()));
        assertEquals((60 - CLOSED) / rate, few.secondsLeft(one.getKey(), one.getValue()), 0.001);
        LocalPorts none = ports(CLOSED, 0);
        assertEquals(0, none.secondsLeft(one.getKey(), one.getValue()));
        LocalPorts enough = ports((int) (60 * rate) + 1, 0);
        assertEquals(Double.POSITIVE_INFINITY, enough.secondsLeft(one.getKey(), one.getValue()));
    }

    @Test
    void aPortThatIsGivenAgainAfterASecondIsNotTaken() throws Exception {
        Map.Entry<Census.Outgoing, SocketCount> one = closedByClient();
        int inLastSecond = one.getValue().closes().ago(0);
        LocalPorts onLoopback = ports(60, 2);
        assertEquals(inLastSecond, onLoopback.taken(one.getKey(), one.getValue()));
        Census.Outgoing elsewhere =
                new Census.Outgoing(one.getKey().source(), Endpoint.ofIpv4(0x0a000001, 80));
        assertEquals(CLOSED, onLoopback.taken(elsewhere, one.getValue()));
        assertEquals(inLastSecond, ports(60, 1).taken(elsewhere, one.getValue()));
    }

    @Test
    void aPortIsGivenAgainWhenTheDelayIsOver() throws Exception {
        Map.Entry<Census.Outgoing, SocketCount> one = closedByClient();
        PortRange few = new PortRange(30_000, 30_000 + CLOSED, 0);
        LocalPorts late = new LocalPorts(few, 1, 60_000);
        assertEquals(CLOSED, late.taken(one.getKey(), one.getValue()));
        double rate = one.getValue().closes().rate(5);
        assertEquals(1 / rate, late.secondsLeft(one.getKey(), one.getValue()), 0.001);
    }
}
