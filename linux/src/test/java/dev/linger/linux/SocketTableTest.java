package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel of this machine, asked about connections that a test makes. */
@Timeout(30)
class SocketTableTest {
    /** What a view showed. */
    private record Seen(TcpState state, Endpoint local, Endpoint opposite, long cookie) {}

    private final SocketTable table = new SocketTable();

    SocketTableTest() throws RefusedByKernelException {}

    @AfterEach
    void close() {
        table.close();
    }

    private List<Seen> seen(SocketTable.Query query) throws RefusedByKernelException {
        List<Seen> seen = new ArrayList<>();
        table.visit(
                query,
                one -> seen.add(new Seen(one.state(), one.local(), one.opposite(), one.cookie())));
        return seen;
    }

    private static SocketTable.Query at(int port) {
        return SocketTable.Query.all().withLocalPort(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void showsAConnectionFromBothEnds(String address) throws Exception {
        try (Loopback pair = Loopback.at(address)) {
            List<Seen> serverSide = seen(at(pair.port()).inStates(Set.of(TcpState.ESTABLISHED)));
            List<Seen> clientSide = seen(SocketTable.Query.all().withOppositePort(pair.port()));

            assertEquals(1, serverSide.size());
            assertEquals(pair.serverEnd(), serverSide.getFirst().local());
            assertEquals(pair.clientEnd(), serverSide.getFirst().opposite());
            assertEquals(1, clientSide.size());
            assertEquals(pair.clientEnd(), clientSide.getFirst().local());
            assertEquals(pair.serverEnd(), clientSide.getFirst().opposite());
        }
    }

    @Test
    void showsTheListenerWithWhoWaits() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            long[] queue = {-1, -1};
            table.visit(
                    at(pair.port()).inStates(Set.of(TcpState.LISTEN)),
                    one -> {
                        queue[0] = one.receiveQueue();
                        queue[1] = one.sendQueue();
                    });

            assertEquals(0, queue[0]);
            assertEquals(8, queue[1]);
        }
    }

    @Test
    void showsTimeWaitUnderTheCookieOfTheConnectionThatItWas() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            Set<TcpState> established = Set.of(TcpState.ESTABLISHED);
            long cookie = seen(at(pair.port()).inStates(established)).getFirst().cookie();
            Endpoint server = pair.serverEnd();
            Endpoint client = pair.clientEnd();
            Loopback.closeFirst(pair.server(), pair.client());

            List<Seen> left = seen(at(pair.port()).inStates(Set.of(TcpState.TIME_WAIT)));

            assertEquals(List.of(new Seen(TcpState.TIME_WAIT, server, client, cookie)), left);
            assertTrue(
                    seen(at(client.port())).stream()
                            .noneMatch(one -> one.opposite().equals(server)));
        }
    }

    @Test
    void tellsOfTcpInfoOnlyWhereAsked() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            pair.client().getOutputStream().write(new byte[77]);
            pair.server().getInputStream().readNBytes(77);
            SocketTable.Query query = at(pair.port()).inStates(Set.of(TcpState.ESTABLISHED));
            List<Long> received = new ArrayList<>();

            table.visit(query, one -> received.add(one.bytesReceived()));
            table.visit(query.withDetail(), one -> received.add(one.bytesReceived()));

            assertEquals(List.of(-1L, 77L), received);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void findsOneConnectionByItsEnds(String address) throws Exception {
        try (Loopback pair = Loopback.at(address)) {
            pair.client().getOutputStream().write(new byte[77]);
            pair.server().getInputStream().readNBytes(77);
            List<Long> sent = new ArrayList<>();

            boolean there =
                    table.find(
                            pair.clientEnd(),
                            pair.serverEnd(),
                            0,
                            one -> sent.add(one.bytesSent()));

            assertTrue(there);
            assertEquals(List.of(77L), sent);
        }
    }

    @Test
    void findsNoListenerInTheStateOfAConnectionThatIsGone() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            Endpoint server = pair.serverEnd();
            Endpoint client = pair.clientEnd();
            pair.client().setSoLinger(true, 0);
            pair.client().close();
            assertThrows(IOException.class, () -> pair.server().getInputStream().read());

            assertFalse(table.find(server, client, 0, one -> assertEquals("none", one.state())));
        }
    }

    @Test
    void findsAgainAfterItFoundNothing() throws Exception {
        Endpoint nobody = Endpoint.ofIpv4(0x7f000001, 1);
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            assertFalse(table.find(nobody, nobody, 0, _ -> {}));
            assertFalse(table.find(nobody, nobody, 0, _ -> {}));
            assertTrue(table.find(pair.clientEnd(), pair.serverEnd(), 0, _ -> {}));
            assertEquals(2, seen(at(pair.port())).size());
        }
    }

    @Test
    void findsAgainAfterAVisitorThatThrew() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            table.find(
                                    pair.clientEnd(),
                                    pair.serverEnd(),
                                    0,
                                    one -> {
                                        throw new IllegalStateException(one.state().word());
                                    }));

            assertTrue(table.find(pair.clientEnd(), pair.serverEnd(), 0, _ -> {}));
        }
    }

    @Test
    void goesOnAfterAVisitorThatThrew() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            table.visit(
                                    SocketTable.Query.all(),
                                    one -> {
                                        throw new IllegalStateException(one.state().word());
                                    }));

            assertEquals(2, seen(at(pair.port())).size());
        }
    }

    @Test
    void saysThatItIsClosed() {
        table.close();

        RefusedByKernelException refusal =
                assertThrows(RefusedByKernelException.class, () -> seen(SocketTable.Query.all()));

        assertEquals("socket diagnostics were closed by this program", refusal.getMessage());
    }

    @Test
    void saysThatOnlyLinuxTellsOfItsSockets() {
        String system = System.getProperty("os.name");
        System.setProperty("os.name", "Windows 11");
        try {
            RefusedByKernelException refusal =
                    assertThrows(RefusedByKernelException.class, SocketTable::new);

            assertEquals(
                    "only Linux tells of its sockets, and this is Windows 11",
                    refusal.getMessage());
        } finally {
            System.setProperty("os.name", system);
        }
    }
}
