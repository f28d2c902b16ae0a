package dev.linger.linux;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets that a test makes, counted among all others of this machine. */
class CensusTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PATIENCE = 100_000;

    /** Another run of this test may have left its TIME_WAIT; each process has some of its own. */
    private static int nextPort = 20_001 + (int) (ProcessHandle.current().pid() % 4000) * 3;

    private final SocketTable table = new SocketTable();
    private final PortRange range = PortRange.ofHost();

    CensusTest() throws RefusedByKernelException {}

    @AfterEach
    void close() {
        table.close();
    }

    private Census census() throws RefusedByKernelException, IOException {
        return Census.of(table::visit, range);
    }

    /** The first census that is as awaited. */
    private Census census(Predicate<Census> awaited) throws RefusedByKernelException, IOException {
        Census census = census();
        for (int look = 0; look < PATIENCE && !awaited.test(census); look++) {
            census = census();
        }
        assertTrue(awaited.test(census), "awaited in vain");
        return census;
    }

    /** How the client's part is called, to be asked while it is open. */
    private static Census.Outgoing client(Loopback pair) {
        Endpoint end = pair.clientEnd();
        return new Census.Outgoing(new Endpoint(end.high(), end.low(), 0), pair.serverEnd());
    }

    private static Endpoint atLoopback(int port) {
        return Endpoint.ofIpv4(0x7f000001, port);
    }

    /** The server's part. */
    private static Census.Listening of(Census census, Loopback pair) {
        return census.server(end(pair.listener())).orElseThrow();
    }

    private static Optional<Census.Unclosed> unclosed(Census census, Endpoint server) {
        return census.unclosed().stream().filter(one -> one.local().equals(server)).findFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "::1"})
    void aServerThatClosesFirstHasTheTimeWait(String address) throws Exception {
        try (Loopback pair = Loopback.at(address)) {
            Census.Outgoing to = client(pair);
            Loopback.closeFirst(pair.server(), pair.client());
            Census census = census();
            assertNull(census.outgoing().get(to));
            SocketCount server = of(census, pair).count();
            assertEquals(1, server.in(TcpState.TIME_WAIT));
            assertEquals(1, server.closes().inAll());
            assertEquals(1, server.closes().between(0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "::1"})
    void aClientThatClosesFirstHasTheTimeWaitAndLosesAPort(String address) throws Exception {
        try (Loopback pair = Loopback.at(address)) {
            Census.Outgoing to = client(pair);
            Loopback.closeFirst(pair.client(), pair.server());
            Census census = census();
            assertEquals(0, of(census, pair).count().all());
            SocketCount client = requireNonNull(census.outgoing().get(to));
            assertEquals(1, client.in(TcpState.TIME_WAIT));
            assertEquals(1, client.closes().inAll());
            assertEquals(1, client.ports());
        }
    }

    @Test
    void anUnclosedConnectionHasItsAgeItsIdleTimeAndItsProcess() throws Exception {
        try (Loopback pair = Loopback.at(LOOPBACK)) {
            pair.client().getOutputStream().write('a');
            assertEquals('a', pair.server().getInputStream().read());
            census(census -> of(census, pair).count().idle() == 1);
            Endpoint client = pair.clientEnd();
            Endpoint server = pair.serverEnd();
            pair.client().close();
            Census census =
                    census(each ->
                            unclosed(each, server)
                                    .filter(one -> one.ageMillis() >= 50)
                                    .isPresent());
            Census.Unclosed leak = unclosed(census, server).orElseThrow();
            assertTrue(leak.idleMillis() >= Census.IDLE_MILLIS, leak.toString());
            assertEquals(client, leak.opposite());
            Processes processes = new Processes();
            processes.seek(List.of(leak.inode()));
            assertEquals(
                    ProcessHandle.current().pid(), processes.of(leak.inode()).orElseThrow().pid());
        }
    }

    @Test
    void aConnectionThatNobodyAcceptedWaitsInTheQueueAndIsHeldByNobody() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK));
                Socket first = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket second = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            first.shutdownOutput();
            second.shutdownOutput();
            Census census = census();
            Census.Listening server =
                    census.server(atLoopback(listener.getLocalPort())).orElseThrow();
            assertEquals(2, server.waiting());
            assertEquals(1, server.backlog());
            assertEquals(2.0, server.fullest(), 0.001);
            assertEquals(
                    2,
                    census.unclosed().stream()
                            .filter(one -> one.local().port() == listener.getLocalPort())
                            .filter(one -> one.inode() == 0)
                            .count());
        }
    }

    @Test
    void aServerThatListensNoMoreKeepsItsTimeWait() throws Exception {
        // Whatever the kernel gave the client lies in this range, and the server's port does not.
        int port = unusedPort();
        PortRange clients = new PortRange(port + 1, 65535, 0);
        try (ServerSocket listener = new ServerSocket(port, 8, InetAddress.ofLiteral(LOOPBACK))) {
            Socket client = new Socket(listener.getInetAddress(), port);
            Socket server = listener.accept();
            assertTrue(clients.contains(client.getLocalPort()));
            Loopback.closeFirst(server, client);
        }
        Census.Listening server =
                Census.of(table::visit, clients).server(atLoopback(port)).orElseThrow();
        assertFalse(server.isOpen());
        assertEquals(1, server.count().in(TcpState.TIME_WAIT));
        assertEquals(
                Optional.empty(),
                Census.of(table::visit, new PortRange(1, 65535, 0)).server(atLoopback(port)),
                "a port of the range may as well be a client's");
    }

    @Test
    void twoServersAtOnePortAreToldApartByTheirAddresses() throws Exception {
        try (Loopback pair = Loopback.at(LOOPBACK);
                ServerSocket other = at("127.0.0.2", pair.port());
                Socket client = new Socket(other.getInetAddress(), pair.port());
                Socket accepted = other.accept();
                Socket waits = new Socket(other.getInetAddress(), pair.port())) {
            client.shutdownOutput();
            assertEquals(-1, accepted.getInputStream().read());
            Census census = census();
            Census.Listening idle = of(census, pair);
            Census.Listening busy = census.server(end(other)).orElseThrow();
            assertEquals(1, idle.count().all());
            assertEquals(0, idle.waiting());
            assertEquals(end(other), busy.at());
            assertEquals(1, busy.count().in(TcpState.CLOSE_WAIT));
            assertEquals(1, busy.waiting());
            Census few = census.withoutMany(table::visit, null);
            assertEquals(1, of(few, pair).count().in(TcpState.ESTABLISHED));
            assertTrue(waits.isConnected());
        }
    }

    @Test
    void whoListensAtAnAddressTakesWhatComesToItAndAtAllAddressesTheRest() throws Exception {
        try (ServerSocket all = shared("::", 0);
                ServerSocket one = shared("127.0.0.2", all.getLocalPort());
                Socket toOne = new Socket(one.getInetAddress(), all.getLocalPort());
                Socket toAll = new Socket(InetAddress.ofLiteral(LOOPBACK), all.getLocalPort());
                Socket ofOne = one.accept();
                Socket ofAll = all.accept()) {
            toOne.shutdownOutput();
            assertEquals(-1, ofOne.getInputStream().read());
            Census census = census();
            SocketCount specific = census.server(end(one)).orElseThrow().count();
            SocketCount wildcard =
                    census.server(atLoopback(all.getLocalPort())).orElseThrow().count();
            assertEquals(1, specific.all());
            assertEquals(1, specific.in(TcpState.CLOSE_WAIT));
            assertEquals(1, wildcard.all());
            assertEquals(1, wildcard.in(TcpState.ESTABLISHED));
            assertTrue(toAll.isConnected() && ofAll.isConnected());
        }
    }

    @Test
    void whatOutlivedAServerIsNotItsNeighboursAtThePort() throws Exception {
        int port = unusedPort();
        PortRange clients = new PortRange(port + 1, 65535, 0);
        try (ServerSocket neighbour = at("127.0.0.2", port)) {
            try (ServerSocket listener = at(LOOPBACK, port)) {
                Socket client = new Socket(listener.getInetAddress(), port);
                Loopback.closeFirst(listener.accept(), client);
            }
            Census census = Census.of(table::visit, clients);
            Census.Listening gone = census.server(atLoopback(port)).orElseThrow();
            assertFalse(gone.isOpen());
            assertEquals(1, gone.count().in(TcpState.TIME_WAIT));
            assertEquals(0, census.server(end(neighbour)).orElseThrow().count().all());
            Census few = census.withoutMany(table::visit, null);
            assertEquals(
                    1, few.server(atLoopback(port)).orElseThrow().count().in(TcpState.TIME_WAIT));
            assertEquals(0, few.server(end(neighbour)).orElseThrow().count().all());
        }
    }

    private static ServerSocket at(String address, int port) throws IOException {
        return new ServerSocket(port, 8, InetAddress.ofLiteral(address));
    }

    /** As several may at one port, of which one has all addresses. */
    private static ServerSocket shared(String address, int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        return listener;
    }

    private static Endpoint end(ServerSocket listener) {
        return Endpoint.of(listener.getInetAddress().getAddress(), listener.getLocalPort());
    }

    private static int unusedPort() throws IOException {
        while (true) {
            try (ServerSocket probe = new ServerSocket(nextPort++)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                assertTrue(nextPort < 32_500, taken.toString());
            }
        }
    }

    @Test
    void portsInUseAreCountedOnceForAllDestinations() throws Exception {
        int port = unusedPort();
        PortRange clients = new PortRange(port, port, 0);
        try (ServerSocket first = at(LOOPBACK, 0);
                ServerSocket second = at("127.0.0.2", 0);
                Socket one = from(port, first);
                Socket other = from(port, second)) {
            Census census = Census.of(only(clients), clients);
            assertEquals(2, census.outgoing().size());
            assertEquals(1, census.portsInUse());
            assertEquals(1, census.withoutMany(only(clients), null).portsInUse());
            assertTrue(one.isConnected() && other.isConnected());
        }
    }

    private Census.Visits only(PortRange local) {
        return (query, visitor) ->
                table.visit(
                        query,
                        socket -> {
                            if (local.contains(socket.localPort())) {
                                visitor.accept(socket);
                            }
                        });
    }

    private static Socket from(int port, ServerSocket to) throws IOException {
        Socket client = new Socket();
        client.setReuseAddress(true);
        client.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        client.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
        client.connect(to.getLocalSocketAddress());
        return client;
    }

    @Test
    void aLookAtFewKeepsWhatIsMany() throws Exception {
        try (Loopback pair = Loopback.at(LOOPBACK);
                Socket other = new Socket(pair.listener().getInetAddress(), pair.port());
                Socket accepted = pair.listener().accept()) {
            Loopback.closeFirst(pair.server(), pair.client());
            Census whole = census();
            other.shutdownOutput();
            assertEquals(-1, accepted.getInputStream().read());
            Census few = whole.withoutMany(table::visit, null);
            SocketCount server = of(few, pair).count();
            assertEquals(1, server.in(TcpState.CLOSE_WAIT));
            assertEquals(1, server.in(TcpState.TIME_WAIT), "as of the look at all");
            assertEquals(1, server.in(TcpState.ESTABLISHED), "as of the look at all");
            assertEquals(1, server.closes().inAll());
            assertTrue(unclosed(few, atLoopback(pair.port())).isPresent());
            assertEquals(whole.in(TcpState.TIME_WAIT), few.in(TcpState.TIME_WAIT));
        }
    }

    @Test
    void inALookAtFewTheSumsAreTheKernels(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("snmp"), "Tcp: CurrEstab\nTcp: 100000\n");
        Files.writeString(folder.resolve("sockstat"), "TCP: inuse 7 orphan 0 tw 50000\n");
        try (Loopback pair = Loopback.at(LOOPBACK)) {
            pair.client().shutdownOutput();
            assertEquals(-1, pair.server().getInputStream().read());
            Census few = census().withoutMany(table::visit, HostCounters.read(folder));
            assertTrue(few.in(TcpState.CLOSE_WAIT) > 0);
            assertEquals(100_000, few.in(TcpState.ESTABLISHED) + few.in(TcpState.CLOSE_WAIT));
            long orphans = 50_000 - few.in(TcpState.TIME_WAIT);
            assertTrue(orphans >= 0 && orphans <= few.in(TcpState.FIN_WAIT2), "" + orphans);
        }
    }

    @Test
    void procShowsTheSameWithoutAge() throws Exception {
        try (Loopback pair = Loopback.at(LOOPBACK);
                Socket other = new Socket(pair.listener().getInetAddress(), pair.port());
                Socket accepted = pair.listener().accept()) {
            other.shutdownOutput();
            assertEquals(-1, accepted.getInputStream().read());
            Census census = Census.of(new ProcTable()::visit, range);
            SocketCount server = of(census, pair).count();
            assertEquals(1, server.in(TcpState.ESTABLISHED));
            assertEquals(1, server.in(TcpState.CLOSE_WAIT));
            assertEquals(
                    1, requireNonNull(census.outgoing().get(client(pair))).in(TcpState.FIN_WAIT2));
            Census.Unclosed leak = unclosed(census, pair.serverEnd()).orElseThrow();
            assertEquals(-1, leak.ageMillis());
            assertEquals(-1, leak.idleMillis());
            assertFalse(census.knowsIdle());
        }
    }
}
