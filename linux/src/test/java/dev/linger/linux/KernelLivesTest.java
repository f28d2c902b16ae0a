package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real connections on loopback; each is told once, though both its ends are seen. */
@Tag("live")
class KernelLivesTest {
    private static final String LOOPBACK = "127.0.0.1";

    /** What the programs do after a look at the table, or without one. */
    @FunctionalInterface
    private interface Script {
        void play(Pair pair, Observed observed) throws Exception;
    }

    private static ConnectionLife life(boolean looks, Script script) throws Exception {
        return life(LOOPBACK, looks, script);
    }

    private static ConnectionLife life(String address, boolean looks, Script script)
            throws Exception {
        try (Pair pair = Pair.on(address);
                Observed observed = new Observed(pair.port())) {
            if (looks) {
                observed.look();
            }
            script.play(pair, observed);
            pair.close();
            ConnectionLife life = observed.next();
            assertEquals(SeenBy.KERNEL, life.seenBy());
            assertEquals(pair.client.getLocalPort(), life.client().port());
            return life;
        }
    }

    private static void assertEnded(ClosedFirst first, Manner manner, ConnectionLife life) {
        assertEquals(
                first + " " + manner,
                life.ending().closedFirst() + " " + life.ending().manner(),
                life::toString);
    }

    @Test
    void serverClosedFirst() throws Exception {
        ConnectionLife life = life(true, (pair, _) -> pair.talk().serverCloses());
        assertEnded(ClosedFirst.SERVER, Manner.FIN, life);
        assertEquals(100, life.fromClient().bytes());
        assertEquals(200, life.fromServer().bytes());
        assertInstanceOf(Talk.Counted.class, life.talk());
    }

    @Test
    void clientClosedFirst() throws Exception {
        ConnectionLife life = life(true, (pair, _) -> pair.talk().clientCloses());
        assertEnded(ClosedFirst.CLIENT, Manner.FIN, life);
        assertEquals(100, life.fromClient().bytes());
        assertEquals(200, life.fromServer().bytes());
    }

    @Test
    void knowsTheSidesOfAConnectionThatNoLookMet() throws Exception {
        assertEnded(
                ClosedFirst.SERVER,
                Manner.FIN,
                life(false, (pair, _) -> pair.talk().serverCloses()));
        assertEnded(
                ClosedFirst.CLIENT,
                Manner.FIN,
                life(false, (pair, _) -> pair.talk().clientCloses()));
    }

    @Test
    void tellsIpv6Alike() throws Exception {
        assertEnded(
                ClosedFirst.SERVER,
                Manner.FIN,
                life("::1", true, (pair, _) -> pair.talk().serverCloses()));
    }

    @Test
    void unusedConnectionHasNoPhaseButThat() throws Exception {
        ConnectionLife life = life(true, (pair, _) -> pair.clientCloses());
        assertEnded(ClosedFirst.CLIENT, Manner.FIN, life);
        assertEquals(new Talk.Nothing(), life.talk());
        assertEquals(Phase.UNUSED, life.ending().phase());
        assertTrue(life.opening().isSeen(), "its beginning is its last byte's time");
    }

    @Test
    void closesAnsweredByAResetAreTheFirstClosers() throws Exception {
        ConnectionLife life =
                life(
                        true,
                        (pair, observed) -> {
                            pair.talk().server.close();
                            observed.until(() -> observed.kernel.pending() > 0);
                            pair.client.getOutputStream().write(1);
                        });
        assertEnded(ClosedFirst.SERVER, Manner.RESET, life);
        assertTrue(life.fromServer().fin() != null, "its FIN was acknowledged");
    }

    @Test
    void unreadDataMakesAReset() throws Exception {
        ConnectionLife life =
                life(
                        true,
                        (pair, observed) -> {
                            pair.talk().client.getOutputStream().write(new byte[77]);
                            pair.server.close();
                        });
        assertEnded(ClosedFirst.SERVER, Manner.RESET, life);
        Talk.Counted counted = assertInstanceOf(Talk.Counted.class, life.talk());
        assertEquals(77, counted.unreadBy(Side.SERVER));
    }

    @Test
    void discardedConnectionIsKnownByItsCookie() throws Exception {
        assertDiscardedByClient(true);
    }

    @Test
    void discardedConnectionIsKnownByItsPortWhereNoLookMetIt() throws Exception {
        assertDiscardedByClient(false);
    }

    private static void assertDiscardedByClient(boolean looks) throws Exception {
        ConnectionLife life =
                life(
                        looks,
                        (pair, _) -> {
                            pair.talk().client.setSoLinger(true, 0);
                            pair.client.close();
                        });
        assertEnded(ClosedFirst.CLIENT, Manner.RESET, life);
        Talk.Counted counted = assertInstanceOf(Talk.Counted.class, life.talk());
        assertTrue(counted.discarded(), life::toString);
    }

    @Test
    void bothClosedAtOnce() throws Exception {
        // Whether the FINs cross is the scheduler's choice: as often as needed.
        for (int attempt = 0; attempt < 2_000; attempt++) {
            ConnectionLife life =
                    life(
                            true,
                            (pair, _) -> {
                                pair.talk();
                                Thread other = Thread.ofPlatform().start(() -> close(pair.client));
                                close(pair.server);
                                other.join();
                            });
            assertEquals(Manner.FIN, life.ending().manner(), life::toString);
            if (life.ending().closedFirst() == ClosedFirst.BOTH) {
                return;
            }
        }
        throw new AssertionError("no two FINs crossed in 2,000 attempts");
    }

    private static void close(java.net.Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void refusedConnectIsToldWhereItsOwnerDidNotWait() throws Exception {
        int nobody;
        try (Pair pair = Pair.on(LOOPBACK)) {
            nobody = pair.port();
        }
        try (Observed observed = new Observed(nobody);
                SocketChannel channel = SocketChannel.open()) {
            observed.look();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(LOOPBACK, nobody));
            channel.close();
            ConnectionLife life = observed.next();
            assertEnded(ClosedFirst.SERVER, Manner.REFUSED, life);
            assertEquals(Phase.CONNECTING, life.ending().phase());
        }
    }
}
