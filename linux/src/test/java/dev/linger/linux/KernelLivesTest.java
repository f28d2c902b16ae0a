package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real connections on loopback; each is told once, though both its ends are seen. */
@Tag("live")
class KernelLivesTest {
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

    @ParameterizedTest
    @EnumSource
    void tellsWhoClosedFirstAndHow(Story story) throws Exception {
        ConnectionLife life = story.play(true);
        assertEquals(story.claim, Story.told(life), life::toString);
        assertEquals(SeenBy.KERNEL, life.seenBy());
    }

    @ParameterizedTest
    @EnumSource
    void tellsItOfConnectionsThatNoLookMet(Story story) throws Exception {
        ConnectionLife life = story.play(false);
        assertEquals(story.claim, Story.told(life), life::toString);
    }

    @Test
    void tellsIpv6Alike() throws Exception {
        assertEquals("server fin", Story.told(Story.SERVER_FIRST.play("::1", true)));
    }

    @Test
    void anyUserIsToldTheSame() throws Exception {
        assumeTrue(IS_ROOT, "to become another user takes root");
        List<String> nobody =
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        List<String> expected = new ArrayList<>();
        for (Story story : Story.values()) {
            expected.add(story.name().toLowerCase(Locale.ROOT) + ": " + story.claim);
        }
        expected.add("refused: server refused");
        assertEquals(expected, Child.run(nobody, Story.class));
    }

    @Test
    void finsThatCrossLeaveTimeWaitAtBothEnds() throws Exception {
        assumeTrue(IS_ROOT, "a network namespace of our own takes root");
        assertEquals(
                List.of("both fin"), Child.run(List.of("unshare", "-n"), Story.class, "crossing"));
    }

    @Test
    void aFullTableOfTimeWaitMakesWhoClosedFirstUnknown() throws Exception {
        assumeTrue(IS_ROOT, "a network namespace of our own takes root");
        assertEquals(
                List.of(
                        "client fin",
                        "unknown fin, the table of TIME_WAIT was full (TCPTimeWaitOverflow rose):"
                                + " that the client's end kept none does not show who closed"
                                + " first"),
                Child.run(List.of("unshare", "-n"), Story.class, "overflow"));
    }

    @Test
    void aFinThatDoesNotComeInTimeIsNoReset() throws Exception {
        assumeTrue(IS_ROOT, "a network namespace of our own takes root");
        assertEquals(
                List.of(
                        "client half-closed",
                        "client reset, the client's end kept FIN_WAIT2: the server's FIN did not"
                                + " come in time"),
                Child.run(List.of("unshare", "-n"), Story.class, "fin-timeout"));
    }

    @Test
    void endsThatAreBoundToAnInterfaceAreFound() throws Exception {
        assumeTrue(IS_ROOT, "a network namespace of our own takes root");
        assertEquals(
                List.of("server fin", "client fin"),
                Child.run(List.of("unshare", "-n"), Story.class, "link"));
    }

    @Test
    void whoSentTheResetAfterAHalfCloseIsNotKnownFromTheClosersEndAlone() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            observed.serverIsElsewhere();
            observed.look();
            Endpoint client = pair.clientEnd();
            Story.talk(pair).client().close();
            observed.until(() -> observed.ended.contains(client));
            pair.server().getOutputStream().write(1);
            ConnectionLife life = observed.next();
            assertEquals("client reset", Story.told(life), life::toString);
            assertEquals(
                    "the client's end kept FIN_WAIT2 until a RST ended it: the server's, or the"
                            + " answer to data that came after the close",
                    life.notes().getFirst());
            assertNull(life.fromServer().rst(), "it was the client's kernel");
        }
    }

    @Test
    void aServerThatListensNoMoreIsStillOne() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Loopback _ = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            observed.elsewhere = local -> local.port() != pair.port();
            Story.talk(pair).client().close();
            assertEquals(-1, pair.server().getInputStream().read());
            observed.look();
            pair.listener().close();
            observed.look();
            pair.server().close();
            ConnectionLife life = observed.next();
            assertEquals("client fin", Story.told(life), life::toString);
        }
    }

    @Test
    void countsPayloadOnce() throws Exception {
        for (Story story : List.of(Story.SERVER_FIRST, Story.CLIENT_FIRST, Story.HELD)) {
            ConnectionLife life = story.play(true);
            assertEquals(100, life.fromClient().bytes(), life::toString);
            assertEquals(200, life.fromServer().bytes(), life::toString);
        }
    }

    @Test
    void unusedConnectionIsToldFromItsBeginning() throws Exception {
        ConnectionLife life = Story.UNUSED.play(true);
        assertEquals(new Talk.Nothing(), life.talk());
        assertEquals(Phase.UNUSED, life.ending().phase());
        assertTrue(life.opening().isSeen(), "its last byte's time is that of its beginning");
    }

    @Test
    void unreadBytesAreCounted() throws Exception {
        ConnectionLife life = Story.UNREAD.play(true);
        Talk.Counted counted = assertInstanceOf(Talk.Counted.class, life.talk());
        assertEquals(77, counted.unreadBy(Side.SERVER));
    }

    @Test
    void discardedConnectionSaysSo() throws Exception {
        for (boolean looks : new boolean[] {true, false}) {
            ConnectionLife life = Story.DISCARDED.play(looks);
            Talk.Counted counted = assertInstanceOf(Talk.Counted.class, life.talk());
            assertTrue(counted.discarded(), life::toString);
        }
    }

    @Test
    void finThatWasAnsweredByResetIsKept() throws Exception {
        ConnectionLife life = Story.ANSWERED_BY_RESET.play(true);
        assertNotNull(life.fromServer().fin(), "it was acknowledged");
        assertNotNull(life.fromClient().rst(), "it answered");
    }

    @Test
    void isToldOnceThoughTheSecondEventComesLate() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            Story.talk(pair);
            observed.look();
            Endpoint client = pair.clientEnd();
            Loopback.closeFirst(pair.client(), pair.server());
            long muchLater = Observed.now() + 10_000_000_000L;
            long[] ends = {0};
            while (ends[0] < 2) {
                observed.events.await(
                        100,
                        event -> {
                            observed.kernel.ended(event, Observed.now());
                            boolean ofPair =
                                    event.local().equals(client) || event.opposite().equals(client);
                            if (ofPair && ends[0]++ == 0) {
                                observed.kernel.settle(muchLater);
                            }
                        });
            }
            observed.kernel.settle(muchLater);
            observed.kernel.settle(muchLater);
            assertEquals("client fin", Story.told(observed.next()));
            assertTrue(observed.lives.stream().noneMatch(observed::isOurs));
        }
    }

    @Test
    void aResetIsToldOnceThoughTheDeadEndIsHeldForLong() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            observed.look(); // else which end is the server is a guess
            Endpoint client = pair.clientEnd();
            Story.talk(pair).client().getOutputStream().write(new byte[77]);
            pair.server().close();
            ConnectionLife life = observed.next();
            assertEquals(Manner.RESET, life.ending().manner(), life::toString);
            pair.client().close();
            observed.until(() -> observed.ended.contains(client));
            observed.kernel.finish();
            assertTrue(observed.lives.stream().noneMatch(observed::isOurs));
        }
    }

    @Test
    void refusedConnectIsToldWhereItsOwnerDidNotWait() throws Exception {
        ConnectionLife life = Story.refused();
        assertEquals("server refused", Story.told(life));
        assertEquals(Phase.CONNECTING, life.ending().phase());
    }

    @Test
    void idleTimeIsThatBeforeTheFirstFin() throws Exception {
        for (Story.Script closing :
                List.<Story.Script>of(
                        (pair, _) -> Loopback.closeFirst(pair.server(), pair.client()),
                        (pair, _) -> Loopback.closeFirst(pair.client(), pair.server()))) {
            long[] millis = new long[4];
            ConnectionLife life =
                    Story.play(
                            "127.0.0.1",
                            true,
                            (pair, observed) -> {
                                millis[0] = System.nanoTime() / 1_000_000;
                                Story.talk(pair);
                                millis[1] = System.nanoTime() / 1_000_000;
                                observed.passFor(600);
                                millis[2] = System.nanoTime() / 1_000_000;
                                closing.play(pair, observed);
                                millis[3] = System.nanoTime() / 1_000_000;
                                observed.passFor(400);
                            });
            // The kernel's clock goes in steps of some milliseconds.
            long idle = life.ending().quietNanos() / 1_000_000;
            assertTrue(idle >= millis[2] - millis[1] - 20, () -> "idle " + idle + " ms: " + life);
            assertTrue(idle <= millis[3] - millis[0] + 20, () -> "idle " + idle + " ms: " + life);
        }
    }

    @Test
    void closeWaitLeakShowsItsAgeAndTheIdleTimeOfTheOppositeSide() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            Story.talk(pair);
            Endpoint client = pair.clientEnd();
            Endpoint server = pair.serverEnd();
            observed.passFor(500);
            pair.client().close();
            observed.passFor(700);
            long[] millis = new long[2];
            observed.table.find(
                    server,
                    client,
                    0,
                    leaked -> {
                        assertEquals(TcpState.CLOSE_WAIT, leaked.state());
                        millis[0] = leaked.closeWaitMillis();
                        millis[1] = leaked.idleBeforeCloseWaitMillis();
                    });
            assertTrue(millis[0] >= 690 && millis[0] < 1_200, "age " + millis[0] + " ms");
            assertTrue(millis[1] >= 490 && millis[1] < 800, "idle " + millis[1] + " ms");
            assertTrue(
                    observed.lives.stream().noneMatch(observed::isOurs),
                    "the connection is not over");
            assertEquals(1, observed.kernel.pending(pair.port()));
        }
    }

    @Test
    void orphanInFinWait2IsHalfClosedWhenWatchingStops() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1");
                Observed observed = new Observed(pair.port())) {
            Story.talk(pair).client().close();
            observed.until(() -> observed.kernel.pending(pair.port()) == 1);
            observed.kernel.finish();
            ConnectionLife life = observed.next();
            assertEquals("client half-closed", Story.told(life), life::toString);
            assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
        }
    }
}
