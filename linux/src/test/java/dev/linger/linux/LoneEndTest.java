package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Connections of which the kernel tells one end, at times of our own. */
class LoneEndTest {
    private static final long SECOND = 1_000_000_000;
    private static final long BEGIN = 1_000 * SECOND;
    private static final int HERE = 0x7f000001;
    private static final int PROBES = 3;
    private static final int RETRANSMITS = 2;
    private static final int RECEIVED = 128;
    private static final Endpoint SERVER = Endpoint.ofIpv4(HERE, 8080);

    private final List<ConnectionLife> lives = new ArrayList<>();
    private final KernelLives kernel = new KernelLives((_, _, _, _) -> false, lives::add, () -> 0L);
    private long cookies;

    private ConnectionLife ends(EndEvent event, long atNanos) {
        kernel.ended(event.entry(), atNanos);
        kernel.settle(atNanos + SECOND);
        kernel.settle(atNanos + 2 * SECOND);
        return lives.removeLast();
    }

    private EndEvent client(int port) {
        return EndEvent.ofClient(Endpoint.ofIpv4(HERE, port), SERVER, ++cookies);
    }

    private void discards(int address, long atNanos) {
        EndEvent event = EndEvent.discarded(Endpoint.ofIpv4(address, SERVER.port()), ++cookies);
        kernel.ended(event.entry(), atNanos);
    }

    @Test
    void aPeerThatAnsweredNoProbeHasVanishedAndSentNoReset() {
        ConnectionLife life = ends(client(40_000).with(PROBES, 3), BEGIN);
        assertEquals("nobody silence", Story.told(life), life::toString);
        assertEquals(3, life.fromClient().unanswered());
    }

    @Test
    void probesAfterRepetitionsCountWithThem() {
        ConnectionLife life = ends(client(40_000).with(PROBES, 1).with(RETRANSMITS, 2), BEGIN);
        assertEquals("nobody silence", Story.told(life), life::toString);
    }

    @Test
    void aFewProbesInVainAreNoSilence() {
        ConnectionLife life = ends(client(40_000).with(PROBES, 2), BEGIN);
        assertEquals("unknown reset", Story.told(life), life::toString);
    }

    @Test
    void theOnlyByteOfAnUnusedConnectionIsItsFin() {
        ConnectionLife life = ends(client(40_000).with(RECEIVED, 1), BEGIN);
        assertEquals(0, life.fromServer().bytes(), life::toString);
    }

    /** As pools do that look at a connection only when they need it. */
    @Test
    void howLongAProgramHeldWhatAResetHadEndedIsNoIdleTime() {
        EndEvent event = client(40_000).with(RECEIVED, 9);
        kernel.look(event.in(TcpState.ESTABLISHED).entry(), BEGIN);
        for (int look = 0; look < 3; look++) {
            kernel.looked();
        }
        ConnectionLife life = ends(event.in(TcpState.CLOSE), BEGIN + 12 * SECOND);
        assertEquals("server reset", Story.told(life), life::toString);
        assertEquals(-1, life.ending().quietNanos());
        assertEquals(BEGIN, Objects.requireNonNull(life.ending().first()).atNanos());
        String notes = String.join("; ", life.notes());
        assertTrue(notes.contains("when the RST came is not known"), notes);
    }

    @Test
    void whatWasDiscardedAtThatMomentMayBeTheOppositeEnd() {
        discards(0, BEGIN);
        ConnectionLife life = ends(client(40_000), BEGIN);
        assertEquals("server reset", Story.told(life), life::toString);
        assertEquals(0, kernel.untold());
        ConnectionLife another = ends(client(40_001), BEGIN);
        assertEquals("unknown reset", Story.told(another), "each is one connection's");
    }

    @Test
    void whatWasDiscardedLongBeforeIsAnotherConnections() {
        discards(0, BEGIN);
        ConnectionLife life = ends(client(40_000), BEGIN + SECOND / 2);
        assertEquals("unknown reset", Story.told(life), life::toString);
        assertEquals(1, kernel.untold());
    }

    @Test
    void whatWasDiscardedAtAnotherAddressIsAnotherConnections() {
        discards(0x0a000001, BEGIN);
        ConnectionLife life = ends(client(40_000), BEGIN);
        assertEquals("unknown reset", Story.told(life), life::toString);
    }
}
