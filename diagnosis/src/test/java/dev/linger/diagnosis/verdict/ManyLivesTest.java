package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static dev.linger.diagnosis.verdict.Scene.OK_CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.Side;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What shows over many connections only. */
class ManyLivesTest {
    private static final String HALF_HEAD = "GET / HTTP/1.1\r\nHost: a";
    private static final String HALF_BODY =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nfew";

    private final Scene scene = new Scene();

    @Test
    void equalGapsAreAnIdleTimeoutWithItsValue() throws Exception {
        for (int n = 0; n < 5; n++) {
            Conversation talk = scene.idle();
            talk.server().fin().after(7.5 + n * 0.01);
            talk.client().fin();
        }
        List<Verdict> verdicts = verdictsOf(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
        assertEquals(Confidence.LIKELY, verdicts.getFirst().confidence());
        assertEquals(
                "5 of 5 idle connections that this server closed had waited 7.500 s"
                        + " (spread 40.00 ms)",
                verdicts.getFirst().notes().getFirst());
    }

    @Test
    void theIdleTimeoutIsNamedWithTheProductThatItFits() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.idle();
            talk.server().fin().after(75.002);
            talk.client().fin();
        }
        Judge judge = Judge.withSecondLook(_ -> {});
        scene.read(judge);
        IdleTimeout timeout = judge.idleTimeouts().getFirst();
        assertEquals(Side.SERVER, timeout.closer());
        assertEquals(75.002, timeout.seconds(), 0.0005);
        assertEquals(4, timeout.closings());
        assertEquals("nginx (keepalive_timeout)", timeout.product());
    }

    @Test
    void aServerThatNamesItselfIsTakenForNoOther() throws Exception {
        String named = "HTTP/1.1 200 OK\r\nServer: Apache/2.4.6\r\nContent-Length: 0\r\n\r\n";
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection().exchanges(GET, named);
            talk.server().fin().after(5.002);
            talk.client().fin();
        }
        Judge judge = Judge.withSecondLook(_ -> {});
        scene.read(judge);
        assertEquals("Apache httpd (KeepAliveTimeout)", judge.idleTimeouts().getFirst().product());
    }

    @Test
    void gapsSpreadOverTheSecondOfASweepAreOneIdleTimeout() throws Exception {
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.idle();
            talk.server().fin().after(3 + n * 0.17);
            talk.client().fin();
        }
        verdictsOf(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
    }

    @Test
    void aClientsPoolHasAnIdleTimeoutOfItsOwn() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.idle();
            talk.client().fin().after(1.31);
            talk.server().fin();
        }
        verdictsOf(CloseCause.IDLE_TIMEOUT, DecidedBy.CLIENT);
    }

    @Test
    void theSameNumberOfRequestsOnEachIsTheCap() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection();
            for (int request = 1; request < 7; request++) {
                talk.exchanges(GET, OK);
            }
            talk.exchanges(GET, OK_CLOSE);
            talk.server().fin();
            talk.client().fin();
        }
        Verdict verdict = verdictsOf(CloseCause.MAX_REQUESTS, DecidedBy.SERVER).getFirst();
        assertTrue(verdict.notes().getFirst().contains("carried 7 requests"));
    }

    @Test
    void differentNumbersOfRequestsAreNoCap() throws Exception {
        for (int n = 1; n < 6; n++) {
            Conversation talk = scene.connection();
            for (int request = 0; request < n; request++) {
                talk.exchanges(GET, OK);
            }
            talk.exchanges(GET, OK_CLOSE).server().fin().after(n * 1.7);
            talk.client().fin();
        }
        verdictsOf(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER);
    }

    @Test
    void theSameAgeOfAllIsTheCapOnAge() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection();
            for (int request = 0; request < 2 + 3 * n; request++) {
                talk.client().sends(GET).after(0.1 / (1 + n));
                talk.server().sends(OK);
            }
            talk.client().sends(GET).at(20 * n + 10.01);
            talk.server().sends(OK_CLOSE);
            talk.server().fin();
            talk.client().fin();
            talk.server().ack();
            talks.add(talk);
            if (n < 3) {
                scene.closed().client().syn().at(20 * n + 20);
            }
        }
        long aged =
                scene.verdicts().stream()
                        .filter(verdict -> verdict.closing().cause() == CloseCause.MAX_AGE)
                        .count();
        assertEquals(talks.size(), aged);
    }

    @Test
    void manyMidExchangeEndsAtOnceAreAStoppedProcess() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.1);
            talk.server().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().fin();
            talk.client().fin();
        }
        verdictsOf(CloseCause.STOPPED, DecidedBy.SERVER);
    }

    private void cutsOffSixBesideOneThatGoesOn(double apart) throws Exception {
        Conversation goesOn = scene.connection().exchanges(GET, OK);
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.1 + 0.1 * (n * n % 5));
            talk.server().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().fin().after(apart);
            talk.client().fin();
        }
        goesOn.client().sends(GET).after(5);
        goesOn.server().sends(OK);
        goesOn.client().fin();
        goesOn.server().fin();
    }

    @Test
    void oneProcessOfSeveralEndsAllItHasAtOneMoment() throws Exception {
        cutsOffSixBesideOneThatGoesOn(0.001);
        assertEquals(6, countOf(CloseCause.STOPPED));
    }

    @Test
    void aServerThatGoesOnWithOthersDidNotStopInAWhile() throws Exception {
        cutsOffSixBesideOneThatGoesOn(0.07);
        assertEquals(6, countOf(CloseCause.NO_RESPONSE));
    }

    @Test
    void oneConnectionAfterTheOtherIsNoDrain() throws Exception {
        for (int n = 0; n < 5; n++) {
            Conversation talk = scene.idle();
            talk.client().fin().after(0.06 + 0.004 * n);
            talk.server().fin();
            talk.client().ack();
        }
        assertEquals(0, countOf(CloseCause.DRAIN));
    }

    @Test
    void twoTimersOfOneClientAreNoDrain() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).at(1 + 0.06 * n);
            talk.server().sends(OK);
            talks.add(talk);
        }
        for (int n = 0; n < 5; n++) {
            talks.get(n).client().fin().at(2.2 + 0.06 * n);
        }
        for (int n = 5; n < 10; n++) {
            talks.get(n).client().fin().at(2.5 + 0.06 * n);
        }
        assertEquals(10, countOf(CloseCause.IDLE_TIMEOUT));
    }

    @Test
    void busyConnectionsThatEndWithIdleOnesAreADrainAtWhateverAge() throws Exception {
        List<Conversation> idle = new ArrayList<>();
        List<Conversation> busy = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            Conversation talk = scene.connection();
            (n % 2 == 0 ? idle : busy).add(talk);
        }
        idle.forEach(talk -> talk.exchanges(GET, OK).client().ack().after(0.17));
        busy.forEach(talk -> talk.exchanges(GET, OK));
        idle.getFirst().client().ack().after(1);
        idle.forEach(talk -> talk.server().fin());
        busy.forEach(talk -> {
            talk.exchanges(GET, OK_CLOSE);
            talk.server().fin();
        });
        assertEquals(12, countOf(CloseCause.DRAIN));
    }

    @Test
    void requestsThatBeganAndEndedAtOneMomentShowNoTimerOfTheClientForSure() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            talks.add(scene.connection());
        }
        talks.forEach(talk -> talk.client().sends(GET));
        talks.forEach(talk -> talk.client().fin().after(talk == talks.getFirst() ? 2.261 : 0.0001));
        for (Verdict verdict : scene.verdicts()) {
            assertEquals(CloseCause.RESPONSE_TIMEOUT, verdict.closing().cause());
            assertEquals(Confidence.GUESS, verdict.confidence());
        }
    }

    private long countOf(CloseCause cause) throws Exception {
        return scene.verdicts().stream().filter(one -> one.closing().cause() == cause).count();
    }

    @Test
    void aStoppedProcessEndsRequestsThatHadNotAllComeToo() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(n < 4 ? GET : n < 6 ? HALF_HEAD : HALF_BODY).after(0.1);
            talk.server().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().rst().after(talk == talks.getFirst() ? 3 : 0.0001);
        }
        verdictsOf(CloseCause.STOPPED, DecidedBy.SERVER);
    }

    @Test
    void requestsThatBeganAtOnceAndWereGivenUpAtOnceAreNoStoppedProcess() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(HALF_HEAD).after(0.01);
            talk.server().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().fin().after(talk == talks.getFirst() ? 10 : 0.0001);
            talk.client().fin();
        }
        verdictsOf(CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER);
    }

    /** As those of a client that asks several things at once. */
    @Test
    void equalWaitsThatBeganOneAfterTheOtherAreATimerAndNoStoppedProcess() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.03);
            talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe");
            talks.add(talk);
        }
        double first = 1.5;
        for (Conversation talk : talks) {
            talk.client().fin().after(talk == talks.getFirst() ? first : 0.03);
            talk.server().fin();
        }
        verdictsOf(CloseCause.BODY_TIMEOUT, DecidedBy.CLIENT);
    }

    /** A few workers that each open the next connection when they gave one up. */
    @Test
    void endsInMidExchangeOneAfterTheOtherAreNoStoppedProcess() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Conversation> talks = new ArrayList<>();
            for (int worker = 0; worker < 3; worker++) {
                Conversation talk = scene.connection();
                talk.client().sends(GET);
                talk.server().ack();
                talks.add(talk);
            }
            for (Conversation talk : talks) {
                talk.client().fin().after(0.002);
                talk.server().fin();
            }
        }
        verdictsOf(CloseCause.ABANDONED, DecidedBy.CLIENT);
    }

    /** A program that ends: of thirty different gaps, some are alike. */
    @Test
    void endsAtOnceAfterGapsSpreadEvenlyAreNoIdleTimeout() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.01);
            talk.server().sends(OK);
            talk.client().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.client().fin().after(talk == talks.getFirst() ? 0.06 : 0.00001);
            talk.server().fin();
        }
        verdictsOf(CloseCause.DRAIN, DecidedBy.CLIENT);
    }

    @Test
    void manyIdleEndsAtOnceAfterDifferentGapsAreADrain() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.9);
            talk.server().sends(OK);
            talk.client().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().fin().after(talk == talks.getFirst() ? 0.7 : 0.00001);
            talk.client().fin();
        }
        verdictsOf(CloseCause.DRAIN, DecidedBy.SERVER);
    }

    /** As when nginx is reloaded: clients of one pace have as many requests, and the same age. */
    @Test
    void equalNumbersOfRequestsThatEndAtOnceAreADrain() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            talks.add(scene.connection());
        }
        for (int request = 0; request < 12; request++) {
            for (Conversation talk : talks) {
                talk.client().sends(GET).after(talk == talks.getFirst() ? 0.1 : 0.00001);
                talk.server().sends(OK);
                talk.client().ack();
            }
        }
        for (Conversation talk : talks) {
            talk.server().fin().after(talk == talks.getFirst() ? 0.046 : 0.00001);
            talk.client().fin();
        }
        verdictsOf(CloseCause.DRAIN, DecidedBy.SERVER);
    }

    /** Linger's server takes up to a tenth off its idle timeout, so that ends lie apart. */
    @Test
    void gapsSpreadOverATenthAreAnIdleTimeoutThoughTheyEndAtOnce() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET).after(0.35);
            talk.server().sends(OK);
            talk.client().ack();
            talks.add(talk);
        }
        for (Conversation talk : talks) {
            talk.server().fin().after(talk == talks.getFirst() ? 18.2 : 0.00001);
            talk.client().fin();
        }
        verdictsOf(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
    }

    @Test
    void aLimitOnTheWholeCallRunsFromTheOpeningOfItsConnection() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection();
            double late = n == 0 ? 0.3 : 0; // the first one took its time to send
            talk.client().sends(GET).after(late);
            talk.server().ack();
            talk.client().fin().after(1.73 - late);
            talk.server().fin();
        }
        verdictsOf(CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT);
    }

    @Test
    void equalWaitsForAnAnswerAreTheClientsTimeout() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET);
            talk.server().ack();
            talk.client().fin().after(1.73);
            talk.server().fin();
        }
        verdictsOf(CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT);
    }

    /** The server announces the close, and the client's FIN comes first. */
    @Test
    void equalWaitsForA503AreTheServersTimeoutThoughTheClientClosesFirst() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.connection();
            talk.client().sends(GET);
            talk.server().ack();
            talk.server()
                    .sends("HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .after(0.77);
            talk.client().fin();
            talk.server().fin();
        }
        List<Verdict> verdicts = verdictsOf(CloseCause.HANDLER_TIMEOUT, DecidedBy.SERVER);
        assertEquals(Confidence.LIKELY, verdicts.getFirst().confidence());
    }

    @Test
    void withoutASecondLookPatternsCountAsTheyEmerge() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation talk = scene.idle();
            talk.client().fin().after(1.31);
            talk.server().fin();
            talk.client().ack();
            scene.closed().client().syn().after(3);
        }
        List<CloseCause> causes = new ArrayList<>();
        Judge judge = Judge.atOnce(life -> causes.add(life.verdict().closing().cause()));
        scene.read(judge);
        assertEquals(
                List.of(
                        CloseCause.UNKNOWN,
                        CloseCause.UNKNOWN,
                        CloseCause.IDLE_TIMEOUT,
                        CloseCause.IDLE_TIMEOUT),
                causes.subList(0, 4));
    }

    private List<Verdict> verdictsOf(CloseCause cause, DecidedBy decidedBy) throws Exception {
        List<Verdict> verdicts = scene.verdicts();
        for (Verdict verdict : verdicts) {
            assertEquals(cause, verdict.closing().cause(), verdict::toString);
            assertEquals(decidedBy, verdict.closing().decidedBy(), verdict::toString);
        }
        return verdicts;
    }

    @Test
    void burstsOfLongAgoAreForgottenWhereEachLifeIsJudgedAtOnce() throws Exception {
        for (int n = 0; n < 10_000; n++) {
            Conversation one = scene.idle();
            one.client().sends(GET).after(0.5);
            one.server().sends(OK);
            one.server().fin().after(1);
            one.client().fin();
            one.server().ack();
        }
        Patterns patterns = new Patterns(List.of(), true);
        scene.readInto(patterns::add);
        Closings closings = patterns.groups().values().iterator().next();
        assertTrue(closings.idleCloses.size() <= 4_800, () -> "" + closings.idleCloses.size());
        assertTrue(closings.uses.size() <= 4_801, () -> "" + closings.uses.size());
    }

    /** Pages that each call a backend, think and end: some always end together. */
    @Test
    void closesOfABusyClientAreNoDrain() throws Exception {
        for (int n = 0; n < 60; n++) {
            Conversation talk = scene.idle();
            talk.client().fin().after(0.06 + n % 5 * 0.01);
            talk.server().fin();
            talk.client().ack();
        }
        verdictsOf(CloseCause.UNKNOWN, DecidedBy.UNKNOWN);
    }

    @Test
    void aServerThatResetsAfterEqualGapsHasAnIdleTimeout() throws Exception {
        for (int n = 0; n < 4; n++) {
            scene.idle().server().rst().after(300.001);
        }
        List<Verdict> verdicts = verdictsOf(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
        assertEquals("closed by a reset", verdicts.getFirst().notes().getFirst());
    }
}
