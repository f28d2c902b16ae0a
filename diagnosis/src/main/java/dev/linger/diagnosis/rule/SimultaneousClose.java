package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Manner;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** Both ends close at once more often than by chance: they have the same idle timeout. */
final class SimultaneousClose implements FindingRule {
    private static final int SEVERAL = 5;
    private static final int MANY = 20;

    @Override
    public String id() {
        return "simultaneous-close";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        List<LikeEnds> crossed = all.ends(SimultaneousClose::isUnasked);
        long count = crossed.stream().mapToLong(LikeEnds::count).sum();
        long closed = all.count(kind -> kind.likeness().manner() == Manner.FIN);
        if (count < SEVERAL || count * 20 < closed) {
            return List.of();
        }
        double timeout = shortestIdleSeconds(crossed);
        boolean often = count >= MANY && count * 5 >= closed;
        return List.of(
                Finding.of(this, often ? Weight.WARNING : Weight.NOTICE, watched)
                        .what(
                                count,
                                "client and server closed "
                                        + Wording.count(count, "idle connection")
                                        + " of "
                                        + Wording.count(closed)
                                        + " at the same moment")
                        .because(
                                "both ends have the same idle timeout"
                                        + (timeout > 0 ? " of " + Phrase.seconds(timeout) : "")
                                        + ": each sent its FIN before it had seen the other's")
                        .costs(
                                "TIME_WAIT at both ends, 60 s each; and a request sent in that"
                                        + " moment is lost: the client cannot know that the server"
                                        + " is closing")
                        .next(IdleOrder.next(watched, timeout))
                        .change(IdleOrder.changes(watched, timeout))
                        .expect(
                                "the clients close first, and no request meets a server that is"
                                        + " closing")
                        .price("TIME_WAIT then lies at the clients alone, and blocks a port each")
                        .seen(crossed)
                        .figure("closes_share", (double) count / closed)
                        .figure("expected_closes_share", 0)
                        .done());
    }

    /** After which time without a request both closed; 0 where that was not seen. */
    private static double shortestIdleSeconds(List<LikeEnds> crossed) {
        return LikeEnds.kept(crossed)
                        .mapToLong(one -> one.life().ending().quietNanos())
                        .filter(nanos -> nanos > 0)
                        .min()
                        .orElse(0)
                / 1e9;
    }

    /** After "Connection: close" either end may close at once: that they meet means nothing. */
    private static boolean isUnasked(LikeEnds kind) {
        CloseCause cause = kind.likeness().cause();
        return kind.likeness().closedFirst() == ClosedFirst.BOTH
                && kind.likeness().manner() == Manner.FIN
                && cause != CloseCause.CLOSE_REQUESTED
                && cause != CloseCause.BODY_UNTIL_CLOSE
                && cause != CloseCause.SURPLUS
                && cause != CloseCause.UPGRADED;
    }
}
