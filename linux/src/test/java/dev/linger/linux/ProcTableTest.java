package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table as /proc lists it, held against socket diagnostics. */
@Tag("live")
class ProcTableTest {
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
        try (Loopback open = Loopback.at(address);
                Loopback waiting = Loopback.at(address);
                Loopback unread = Loopback.at(address);
                SocketTable table = new SocketTable()) {
            Story.talk(open);
            Loopback.closeFirst(Story.talk(waiting).server(), waiting.client());
            Story.talk(unread).client().getOutputStream().write(new byte[77]);
            unread.client().close();
            for (Loopback pair : List.of(open, waiting, unread)) {
                Set<String> byDiagnostics = read(table::visit, pair.port());
                Set<String> byProc = read(new ProcTable()::visit, pair.port());
                assertEquals(byDiagnostics, byProc);
                assertTrue(byProc.size() >= 2, byProc::toString);
            }
        }
    }
}
