package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.ClosingWhatEnded;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.stream.Stream;

/** One end closed, and the other one's program has never done so: its sockets add up. */
final class CloseWaitLeak implements FindingRule {

    /** What waits less long may still be closed: by a slow handler, or with the next use. */
    private static final long YOUNG_NANOS = 60_000_000_000L;

    /** A pool that looks at its connections only when it uses them keeps a few. */
    private static final int OF_A_POOL = 20;

    private static final int OF_A_SERVER = 5;

    /** Descriptors that a process may have open, unless somebody raised it: RLIMIT_NOFILE. */
    private static final int DESCRIPTORS = 1024;

    @Override
    public String id() {
        return "close-wait";
    }

    @Override
    public List<Finding> find(Watched watched) {
        return Stream.of(Side.values()).flatMap(side -> of(side, watched).stream()).toList();
    }

    private List<Finding> of(Side leaking, Watched watched) {
        CloseWaits waits = watched.all().wire().closeWaits(leaking);
        long old = waits.before(watched.toNanos() - YOUNG_NANOS);
        if (old < OF_A_SERVER) {
            return List.of();
        }
        boolean many = leaking == Side.SERVER || old >= OF_A_POOL;
        return List.of(told(leaking, old, many ? Weight.WARNING : Weight.NOTICE, watched));
    }

    private Finding told(Side leaking, long old, Weight weight, Watched watched) {
        CloseWaits waits = watched.all().wire().closeWaits(leaking);
        double perMinute = old * 60 / Math.max(60, watched.activeSeconds());
        return Finding.of(this, weight, watched)
                .what(old, what(leaking, old))
                .because(because(leaking, watched, waits))
                .costs(costs(leaking, perMinute))
                .change(changes(leaking, watched.all()))
                .expect(
                        "no socket of the "
                                + leaking.word()
                                + " stays in CLOSE_WAIT for longer than its own timeout")
                .seen(
                        waits.samples(),
                        one ->
                                Seen.on(
                                        one,
                                        one.life().ending().first(),
                                        "FIN of the "
                                                + leaking.opposite().word()
                                                + ", acknowledged and never answered"))
                .figure("sockets_per_min", perMinute)
                .figure("oldest_s", age(watched, waits) / 1e9)
                .figure("expected_sockets_per_min", 0)
                .done();
    }

    private static String what(Side leaking, long old) {
        return "the "
                + leaking.word()
                + " has not closed "
                + Wording.count(old, "connection")
                + " that the "
                + leaking.opposite().word()
                + " closed a minute ago or longer";
    }

    private static String because(Side leaking, Watched watched, CloseWaits waits) {
        String since =
                "the oldest has waited for "
                        + Wording.count(age(watched, waits) / 1_000_000_000L)
                        + " s or longer (the watch ended there)";
        return leaking == Side.SERVER
                ? "the program that accepted them does not close its sockets; " + since
                : "the client's program does not look at its idle connections, or does not close"
                        + " its responses; "
                        + since;
    }

    private static long age(Watched watched, CloseWaits waits) {
        return watched.toNanos() - waits.firstNanos();
    }

    private static String costs(Side leaking, double perMinute) {
        double perSecond = perMinute / 60;
        String there =
                "a descriptor and a socket in CLOSE_WAIT each, "
                        + Phrase.rate(perSecond)
                        + ": "
                        + Wording.count(DESCRIPTORS)
                        + " descriptors are used up after "
                        + Phrase.span(DESCRIPTORS / perSecond);
        return leaking == Side.SERVER
                ? there
                : there
                        + "; a request that takes one of them fails at once. At the server they"
                        + " are in FIN_WAIT2, which its kernel ends after a minute";
    }

    private static List<Change> changes(Side leaking, Tally all) {
        return leaking == Side.SERVER
                ? ClosingWhatEnded.ofServer(Software.ofServer(all.product()))
                : ClosingWhatEnded.ofClient(Software.ofClient(all.agent()));
    }
}
