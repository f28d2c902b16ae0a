package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Endpoint;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections of which the kernel's counters are known, and no content. */
class KernelLifeTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Talk.Counted READ = new Talk.Counted(0, 0, false);

    private static Half half(boolean fin, boolean rst, Moment at) {
        Moment finAt = fin ? at : null;
        Moment rstAt = rst ? at : null;
        return new Half(
                5,
                100,
                0,
                null,
                new Moment(0, 1),
                finAt,
                false,
                fin,
                rstAt,
                false,
                false,
                null,
                null,
                0,
                null,
                0,
                null,
                0,
                0);
    }

    private static ConnectionLife closedByServer(
            int number, Manner manner, Talk talk, double quietSeconds) {
        long quiet = (long) (quietSeconds * SECOND);
        Moment first = new Moment(0, number * SECOND + quiet);
        boolean fin = manner == Manner.FIN;
        return new ConnectionLife(
                number,
                Endpoint.ofIpv4(0x7f000001, 40_000 + number),
                Endpoint.ofIpv4(0x7f000001, 80),
                SeenBy.KERNEL,
                new Moment(0, number * SECOND),
                new Opening(null, null, null, 0, 0, null, -1),
                half(fin, false, first),
                half(fin, !fin, first),
                talk,
                new Ending(ClosedFirst.SERVER, manner, Phase.UNKNOWN, first, first, quiet),
                List.of());
    }

    private static List<Verdict> judged(List<ConnectionLife> lives) {
        List<JudgedLife> judged = new ArrayList<>();
        Judge judge = Judge.withSecondLook(judged::add);
        lives.forEach(judge::accept);
        judge.finish();
        return judged.stream().map(JudgedLife::verdict).toList();
    }

    private static Verdict judged(ConnectionLife life) {
        return judged(List.of(life)).getFirst();
    }

    @Test
    void gapsThatClusterAreAnIdleTimeout() {
        List<ConnectionLife> lives = new ArrayList<>();
        for (int number = 1; number <= 6; number++) {
            lives.add(closedByServer(number, Manner.FIN, READ, 7.3 + number * 0.004));
        }
        for (Verdict verdict : judged(lives)) {
            assertEquals(CloseCause.IDLE_TIMEOUT, verdict.closing().cause());
            assertEquals(DecidedBy.SERVER, verdict.closing().decidedBy());
            assertEquals(Confidence.GUESS, verdict.confidence(), "no exchange was seen");
        }
    }

    @Test
    void oneCloseAloneIsUnknownAndSaysWhy() {
        Verdict verdict = judged(closedByServer(1, Manner.FIN, READ, 0.01));
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause());
        assertEquals(
                List.of("cannot tell from here: the kernel shows no content"), verdict.notes());
    }

    @Test
    void bytesThatTheCloserHadNotReadAreTheReasonOfItsReset() {
        Verdict verdict =
                judged(closedByServer(1, Manner.RESET, new Talk.Counted(3, 77, false), 0.01));
        assertEquals(CloseCause.UNREAD_BODY, verdict.closing().cause());
        assertEquals(DecidedBy.SERVER, verdict.closing().decidedBy());
        assertTrue(
                verdict.evidence().getFirst().says().equals("server had not read 77 bytes"),
                verdict::toString);
    }

    @Test
    void aDiscardedConnectionWasAborted() {
        Talk.Counted discarded = new Talk.Counted(0, 0, true);
        Verdict idle = judged(closedByServer(1, Manner.RESET, discarded, 3));
        assertEquals(CloseCause.ABORT, idle.closing().cause());
        assertEquals(Confidence.LIKELY, idle.confidence());
        Verdict busy = judged(closedByServer(1, Manner.RESET, discarded, 0.001));
        assertEquals(Confidence.GUESS, busy.confidence(), "a request may have been under way");
    }
}
