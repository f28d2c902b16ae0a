package dev.linger.linux;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
            SocketCount server = requireNonNull(census.listening().get(pair.port())).count();
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
            assertEquals(0, requireNonNull(census.listening().get(pair.port())).count().all());
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
            census(census ->
                    requireNonNull(census.listening().get(pair.port())).count().idle() == 1);
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
                    requireNonNull(census.listening().get(listener.getLocalPort()));
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
                requireNonNull(Census.of(table::visit, clients).listening().get(port));
        assertFalse(server.isOpen());
        assertEquals(1, server.count().in(TcpState.TIME_WAIT));
        assertNull(
                Census.of(table::visit, new PortRange(1, 65535, 0)).listening().get(port),
                "a port of the range may as well be a client's");
    }

    private static int unusedPort() throws IOException {
        // Another run of this test may have left its TIME_WAIT at a port; this process has its own.
        for (int port = 20_001 + (int) (ProcessHandle.current().pid() % 9000); ; port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                assertTrue(port < 32_000, taken.toString());
            }
        }
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
            SocketCount server = requireNonNull(few.listening().get(pair.port())).count();
            assertEquals(1, server.in(TcpState.CLOSE_WAIT));
            assertEquals(1, server.in(TcpState.TIME_WAIT), "as of the look at all");
            assertEquals(1, server.in(TcpState.ESTABLISHED), "as of the look at all");
            assertEquals(1, server.closes().inAll());
            assertTrue(unclosed(few, Endpoint.ofIpv4(0x7f000001, pair.port())).isPresent());
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
            SocketCount server = requireNonNull(census.listening().get(pair.port())).count();
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
