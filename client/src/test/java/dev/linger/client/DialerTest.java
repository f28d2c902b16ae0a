package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.linux.PortRange;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where connections come from. */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class DialerTest {
    private static final PortRange TEN = new PortRange(20_001, 20_010, 0);

    /** Nobody else on this host uses it. */
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.21.77");

    private final Dialer dialer = new Dialer(new Dialer.Source(LOCAL, TEN));
    private final List<SocketChannel> channels = new ArrayList<>();

    private Set<Integer> tenTo(RawServer server) throws IOException, InterruptedException {
        Set<Integer> ports = new TreeSet<>();
        for (int i = 0; i < TEN.count(); i++) {
            SocketChannel channel = dial(server);
            channels.add(channel);
            ports.add(((InetSocketAddress) channel.getLocalAddress()).getPort());
        }
        return ports;
    }

    private SocketChannel dial(RawServer server) throws IOException, InterruptedException {
        return dialer.dial("127.0.0.1", server.address().getPort(), 10_000);
    }

    @Test
    void whatAnAddressAnsweredTellsMoreThanWhatIsMissingHere() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int port = bound.getLocalPort();
            InetSocketAddress refused =
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
            InetSocketAddress unreachable =
                    new InetSocketAddress(InetAddress.ofLiteral("224.0.0.1"), port);
            assertThrows(
                    ConnectException.class,
                    () -> new Dialer(null).race(List.of(refused, unreachable), Waits.by(10_000)));
        }
    }

    @Test
    void notEveryAddressThatCannotBeHadIsALackOfPorts() {
        InetSocketAddress reachable = new InetSocketAddress(LOCAL, 80);
        InetSocketAddress unreachable =
                new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 80);
        BindException notAvailable = new BindException("Cannot assign requested address");
        assertTrue(Dialer.isLackOfPorts(notAvailable, null, reachable));
        assertFalse(Dialer.isLackOfPorts(notAvailable, null, unreachable));
        assertFalse(Dialer.isLackOfPorts(new BindException("Permission denied"), null, reachable));
        assertTrue(
                Dialer.isLackOfPorts(
                        new BindException("Address already in use"), null, unreachable));
    }

    @Test
    void aSourceAddressHasItsPortsForEachDestination() throws Exception {
        try (RawServer one = RawServer.start(Guest::awaitEnd);
                RawServer two = RawServer.start(Guest::awaitEnd)) {
            assertEquals(TEN.count(), tenTo(one).size());
            assertEquals(TEN.count(), tenTo(two).size());
            assertThrows(BindException.class, () -> dial(one));
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
