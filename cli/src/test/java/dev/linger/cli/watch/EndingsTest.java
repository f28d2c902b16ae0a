package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.PortRange;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How real connections end, by the kernel's events alone. */
class EndingsTest {
    private static final int PATIENCE = 10_000;
    private static final PortRange RANGE = PortRange.ofHost();

    private DestroyEvents events;
    private ServerSocket listener;
    private Socket client;
    private Socket server;
    private Endings endings;
    private SocketSource sockets;

    @BeforeEach
    void connect() throws Exception {
        events = new DestroyEvents();
        listener = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        server = listener.accept();
        sockets = SocketSource.open(Set.of(listener.getLocalPort()));
        endings = new Endings(events, Set.of(listener.getLocalPort()));
        endings.learn(sockets.census(RANGE), RANGE, System.nanoTime());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
        events.close();
        sockets.close();
    }

    private void exchange() throws IOException {
        client.getOutputStream().write('?');
        assertEquals('?', server.getInputStream().read());
        server.getOutputStream().write('!');
        assertEquals('!', client.getInputStream().read());
    }

    private Endings.Told ended(int count) throws Exception {
        for (int look = 0; look < PATIENCE && endings.told().ended() < count; look++) {
            endings.look();
            endings.learn(sockets.census(RANGE), RANGE, System.nanoTime());
        }
        assertEquals(count, endings.told().ended());
        return endings.told();
    }

    private static void closeFirst(Socket first, Socket second) throws IOException {
        first.close();
        assertEquals(-1, second.getInputStream().read());
        second.close();
    }

    @Test
    void anOrderlyEndIsNoAbortWhoeverClosesFirst() throws Exception {
        exchange();
        closeFirst(client, server);
        assertEquals(0, ended(2).aborted());
    }

    @Test
    void anOrderlyEndByTheServerIsNoAbort() throws Exception {
        exchange();
        closeFirst(server, client);
        assertEquals(0, ended(2).aborted());
    }

    @Test
    void anEndWithoutAByteIsNoAbort() throws Exception {
        closeFirst(server, client);
        assertEquals(0, ended(2).aborted());
    }

    @Test
    void unreadBytesAbortBothEnds() throws Exception {
        client.getOutputStream().write("unread".getBytes(StandardCharsets.UTF_8));
        assertEquals('u', server.getInputStream().read());
        server.close();
        client.close();
        assertEquals(2, ended(2).aborted());
    }

    @Test
    void aServerThatDiscardsIsAnAbortAtBothEnds() throws Exception {
        exchange();
        server.setSoLinger(true, 0);
        server.close();
        client.close();
        assertEquals(2, ended(2).aborted());
    }

    @Test
    void aClientThatDiscardsIsAnAbortAtTheServer() throws Exception {
        exchange();
        client.setSoLinger(true, 0);
        client.close();
        server.close();
        assertEquals(1, ended(1).aborted());
    }

    @Test
    void aClientAtAPortWhereNobodyListensAnyMoreIsNoServer() throws Exception {
        ServerSocket passive = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
        int port = passive.getLocalPort();
        try (SocketSource other = SocketSource.open(Set.of(port))) {
            endings.learn(other.census(RANGE), RANGE, 0);
            passive.close();
            endings.learn(other.census(RANGE), RANGE, 61_000_000_000L);
        }
        try (Socket caller = new Socket()) {
            caller.setReuseAddress(true);
            caller.bind(new InetSocketAddress(listener.getInetAddress(), port));
            caller.connect(listener.getLocalSocketAddress());
            try (Socket accepted = listener.accept()) {
                accepted.setSoLinger(true, 0);
            }
        }
        assertEquals(2, ended(2).aborted());
    }

    @Test
    void tellsHowLongTheConnectionWasIdle() throws Exception {
        exchange();
        int port = listener.getLocalPort();
        Endpoint at = Endpoint.ofIpv4(0x7f000001, port);
        while (sockets.census(RANGE).server(at).orElseThrow().count().idle() == 0) {
            Spin.turn();
        }
        closeFirst(server, client);
        Endings.Told told = ended(2);
        assertEquals(2, told.idle().values().stream().mapToLong(Long::longValue).sum());
        assertTrue(told.idle().firstKey() >= 1000, told.toString());
        assertTrue(told.idle().lastKey() < 60_000, told.toString());
    }

    @Test
    void theEndOfAListenerIsNoEndOfAConnection() throws Exception {
        listener.close();
        closeFirst(client, server);
        ended(2);
        assertEquals(0, endings.told().aborted());
        assertEquals(0, endings.told().lost());
    }

    @Test
    void aListenerThatIsReplacedIsNoAbort() throws Exception {
        int port = listener.getLocalPort();
        listener.close();
        listener = new ServerSocket(port, 8, InetAddress.ofLiteral("127.0.0.1"));
        closeFirst(client, server);
        assertEquals(0, ended(2).aborted());
    }

    @Test
    void whatTimeWaitHadNoRoomForIsCountedFromTheBeginning() throws Exception {
        AtomicLong overflows = new AtomicLong(7);
        Endings counting = new Endings(null, Set.of(), overflows::get);
        assertEquals(0, counting.told().unkept());
        overflows.addAndGet(5);
        assertEquals(5, counting.told().unkept());
    }

    @Test
    void withoutEventsNothingIsTold() throws Exception {
        Endings deaf = new Endings(null, Set.of());
        deaf.look();
        assertEquals(0, deaf.told().ended());
        assertFalse(deaf.told().areTold());
    }
}
