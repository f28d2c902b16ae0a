package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of this host, asked about connections of this test. */
@Tag("live")
class SocketTableTest {
    /** One way to read the table. */
    @FunctionalInterface
    private interface Reading {
        void visit(SocketTable.Query query, Consumer<SocketEntry> visitor) throws Exception;
    }

    private static Set<String> read(Reading reading, int port) throws Exception {
        Set<String> seen = new TreeSet<>();
        Consumer<SocketEntry> line =
                socket ->
                        seen.add(
                                String.join(
                                        " ",
                                        socket.local().toString(),
                                        socket.opposite().toString(),
                                        socket.state().word(),
                                        "queues " + socket.receiveQueue(),
                                        "" + mostUnsent(socket),
                                        "user " + socket.user(),
                                        "inode " + socket.inode(),
                                        "timer " + (socket.timeWaitLeftMillis() >= 0)));
        reading.visit(SocketTable.Query.all().withLocalPort(port), line);
        reading.visit(SocketTable.Query.all().withOppositePort(port), line);
        return seen;
    }

    /** A listener's limit, which diagnostics tell in this place, is not in /proc. */
    private static long mostUnsent(SocketEntry socket) {
        return socket.state() == TcpState.LISTEN ? 0 : socket.sendQueue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void procAndSocketDiagnosticsAgree(String address) throws Exception {
        try (Pair open = Pair.on(address);
                Pair waiting = Pair.on(address);
                Pair unread = Pair.on(address);
                SocketTable table = new SocketTable()) {
            open.talk();
            waiting.talk().serverCloses();
            waiting.client.close();
            unread.talk().client.getOutputStream().write(new byte[77]);
            unread.client.close();
            for (Pair pair : List.of(open, waiting, unread)) {
                Set<String> byDiagnostics = read(table::visit, pair.port());
                Set<String> byProc = read(new ProcTable()::visit, pair.port());
                assertEquals(byDiagnostics, byProc);
                assertTrue(byProc.size() >= 2, byProc::toString);
            }
        }
    }

    @Test
    void findsAConnectionByItsEndsAndNotItsListener() throws Exception {
        try (Pair pair = Pair.on("127.0.0.1");
                SocketTable table = new SocketTable()) {
            pair.talk();
            List<TcpState> found = new ArrayList<>();
            assertTrue(
                    table.find(
                            pair.serverEnd, pair.clientEnd, socket -> found.add(socket.state())));
            pair.client.setSoLinger(true, 0);
            pair.client.close();
            assertFalse(
                    table.find(
                            pair.serverEnd, pair.clientEnd, socket -> found.add(socket.state())));
            assertEquals(List.of(TcpState.ESTABLISHED), found);
        }
    }

    @Test
    void theTimersOfTimeWaitTellWhoClosedWhen() throws Exception {
        try (Pair byServer = Pair.on("127.0.0.1");
                Pair byClient = Pair.on("127.0.0.1");
                SocketTable table = new SocketTable()) {
            byServer.serverCloses();
            byServer.client.close();
            byClient.clientCloses();
            byClient.server.close();
            Listeners listeners = new Listeners();
            table.visit(SocketTable.Query.all().inStates(Set.of(TcpState.LISTEN)), listeners::add);
            TimeWaitHistory history = new TimeWaitHistory(listeners);
            table.visit(SocketTable.Query.all(), history::add);
            var server = new TimeWaitHistory.Group(Side.SERVER, byServer.serverEnd);
            var client = new TimeWaitHistory.Group(Side.CLIENT, byClient.serverEnd);
            assertEquals(1, lately(history, server));
            assertEquals(1, lately(history, client));
            assertFalse(
                    history.groups()
                            .containsKey(
                                    new TimeWaitHistory.Group(Side.CLIENT, byServer.serverEnd)),
                    "one connection lies at one side");
        }
    }

    private static int lately(TimeWaitHistory history, TimeWaitHistory.Group group) {
        TimeWaitHistory.Closings closings = history.groups().get(group);
        return closings == null ? 0 : closings.within(5);
    }

    @Test
    void eventsThatDidNotFitIntoTheBufferAreReportedAsLost() throws Exception {
        try (DestroyEvents events = new DestroyEvents(1)) {
            for (int connection = 0; connection < 60; connection++) {
                try (Pair pair = Pair.on("127.0.0.1")) {
                    pair.talk().serverCloses();
                }
            }
            int visited = 0;
            int now;
            do {
                now = events.await(200, _ -> {});
                visited += now;
            } while (now > 0 || events.lost() == 0);
            assertTrue(visited < 120, visited + " of 120 events fit into the smallest buffer");
            assertTrue(events.lost() > 0, "losses " + events.lost());
        }
    }
}
