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

    /** So many times the usual distance between two without another one: it has ended. */
    private static final int ENDED_AFTER = 5;

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
        boolean areMost = leaking == Side.SERVER && old * 2 >= watched.all().connections();
        if (old == 0 || (old < OF_A_SERVER && !areMost)) {
            return List.of();
        }
        if (old < OF_A_SERVER) {
            return List.of(told(leaking, old, Weight.NOTICE, watched));
        }
        boolean many = leaking == Side.SERVER || old >= OF_A_POOL;
        return List.of(told(leaking, old, many ? Weight.WARNING : Weight.NOTICE, watched));
    }

    private Finding told(Side leaking, long old, Weight weight, Watched watched) {
        CloseWaits waits = watched.all().wire().closeWaits(leaking);
        Growth growth = Growth.of(waits, watched);
        return Finding.of(this, weight, watched)
                .what(old, what(leaking, old))
                .because(because(leaking, watched, waits))
                .costs(costs(leaking, growth))
                .next(next(leaking, weight, watched.all()))
                .change(changes(leaking, watched.all()))
                .price(price(leaking))
                .expect(
                        "no connection stays half closed (CLOSE_WAIT) at the "
                                + leaking.word()
                                + " for longer than its own timeout, instead of "
                                + Wording.count(old))
                .seen(
                        waits.samples(),
                        one ->
                                Seen.on(
                                        one,
                                        one.life().ending().first(),
                                        "FIN of the "
                                                + leaking.opposite().word()
                                                + ", which the "
                                                + leaking.word()
                                                + " received; it has not closed its own end"))
                .figure("sockets_per_min", growth.perMinute())
                .figure("oldest_s", age(watched, waits) / 1e9)
                .figure("expected_sockets_per_min", 0)
                .done();
    }

    private static String what(Side leaking, long old) {
        return "the "
                + leaking.word()
                + " has not closed its end of "
                + Wording.count(old, "connection")
                + " that the "
                + leaking.opposite().word()
                + " had closed a minute ago or longer";
    }

    private static String because(Side leaking, Watched watched, CloseWaits waits) {
        String since =
                "the oldest has waited for "
                        + Wording.count(age(watched, waits) / 1_000_000_000L)
                        + " s or longer (then the watch ended)";
        return leaking == Side.SERVER
                ? "the server's program did not close its sockets; " + since
                : "the client's program does not look at its idle connections, or does not close"
                        + " its responses; "
                        + since;
    }

    private static long age(Watched watched, CloseWaits waits) {
        return watched.toNanos() - waits.firstNanos();
    }

    /**
     * How those that wait came to be.
     *
     * @param count of them, the young ones too
     * @param spreadSeconds from the first to the last
     * @param quietSeconds since the last, up to the end of the watch
     */
    private record Growth(long count, double spreadSeconds, double quietSeconds) {
        static Growth of(CloseWaits waits, Watched watched) {
            return new Growth(
                    waits.samples().count(),
                    (waits.lastNanos() - waits.firstNanos()) / 1e9,
                    (watched.toNanos() - waits.lastNanos()) / 1e9);
        }

        boolean goesOn() {
            return count > 1 && quietSeconds * (count - 1) <= ENDED_AFTER * spreadSeconds;
        }

        /** Not a number where no more come: what has ended is no rate. */
        double perMinute() {
            return goesOn() ? count * 60 / (spreadSeconds + quietSeconds) : Double.NaN;
        }

        String told() {
            String seen = Wording.count(count) + " within " + Phrase.span(spreadSeconds);
            String most = Wording.count(DESCRIPTORS) + " that a program may usually have open";
            if (!goesOn()) {
                return seen
                        + ", none in the "
                        + Phrase.span(quietSeconds)
                        + " since, of the "
                        + most;
            }
            double perSecond = perMinute() / 60;
            return seen
                    + ", which is "
                    + Phrase.rate(perSecond)
                    + "; if it goes on so, the "
                    + most
                    + " are used up after "
                    + Phrase.span(DESCRIPTORS / perSecond);
        }
    }

    private static String price(Side leaking) {
        return leaking == Side.SERVER
                ? "a client that closes its sending end early and still waits for the answer must"
                        + " be answered before the server closes"
                : "the next request after a pause takes a new connection";
    }

    private static String costs(Side leaking, Growth growth) {
        String there =
                growth.count() == 1
                        ? "an open file and a socket in CLOSE_WAIT"
                        : "an open file and a socket in CLOSE_WAIT each: " + growth.told();
        return leaking == Side.SERVER
                ? there
                : there + "; a request that takes one of them fails at once";
    }

    private static String next(Side leaking, Weight weight, Tally all) {
        if (leaking == Side.CLIENT) {
            return Phrase.next(
                    weight,
                    "a pool that looks at its connections only when it uses them keeps a few",
                    "close each response after reading it, and now and then the idle connections"
                            + " that the server has closed");
        }
        String close = "close the socket when reading from it returns its end (0 bytes, -1 or EOF)";
        return all.product() == null
                ? close + "; on the server, linger watch names the program that holds them"
                : close;
    }

    private static List<Change> changes(Side leaking, Tally all) {
        return leaking == Side.SERVER
                ? ClosingWhatEnded.ofServer(Software.ofServer(all.product()))
                : ClosingWhatEnded.ofClient(Software.ofClient(all.agent()));
    }
}
