package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.advice.WriteTimeouts;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server stops writing to clients that take nothing. */
final class SlowReaders implements FindingRule {
    private static final int FEWEST = 3;
    private static final String BECAUSE =
            "clients took no more bytes for as long (their receive buffer was full, or nothing came"
                    + " from them), and the server's limit for writing ran out";

    private static final String BEHIND_REST =
            "; its FIN goes behind what is unsent, and so only when the client reads on: the limit"
                    + " may be shorter";

    @Override
    public String id() {
        return "slow-readers";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends stuck =
                Ends.of(
                        all,
                        kind ->
                                kind.likeness().cause() == CloseCause.WRITE_TIMEOUT
                                        && kind.likeness().decidedBy() == DecidedBy.SERVER);
        long count = stuck.count();
        if (count < FEWEST) {
            return List.of();
        }
        int seconds = Loss.longer(stuck.longestWaitNanos());
        Weight weight = Loss.weight(count, all.requests(), stuck.shortestWaitNanos());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(count, what(stuck))
                        .because(isBehindRest(stuck) ? BECAUSE + BEHIND_REST : BECAUSE)
                        .costs(
                                Loss.share(count, all.requests())
                                        + " broke off in the middle of the response")
                        .next(
                                "see why these clients stop reading; if they are only slow, let the"
                                        + " server wait longer")
                        .change(WriteTimeouts.of(Software.ofServer(all.product()), seconds))
                        .expect(
                                "a client may pause for "
                                        + seconds
                                        + (isBehindRest(stuck)
                                                ? " s instead of at most "
                                                : " s instead of ")
                                        + Loss.waits(stuck))
                        .price(
                                "the unsent bytes of a stuck client lie in the server's memory as"
                                        + " much longer; if one client alone is slow, repair that"
                                        + " client")
                        .seen(stuck.kinds())
                        .figure("waited_s", stuck.shortestWaitNanos() / 1e9)
                        .figure("expected_wait_s", seconds)
                        .done());
    }

    /** Whether a FIN had to wait for the client to read on, of which a RST has no need. */
    private static boolean isBehindRest(Ends stuck) {
        return stuck.count(kind -> kind.likeness().manner() == Manner.FIN) > 0;
    }

    private static String what(Ends stuck) {
        return "the server cut "
                + Wording.count(stuck.count(), "response")
                + (isBehindRest(stuck) ? " after at most " : " after ")
                + Loss.waits(stuck)
                + " in which the client took nothing";
    }
}
