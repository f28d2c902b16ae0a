package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.Evidence;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Connects that were answered by RST, or by nothing at all. */
final class Refused implements FindingRule {
    /** Fewer may be chance; where they are most of what was seen, they are told all the same. */
    private static final int SEVERAL = 5;

    @Override
    public String id() {
        return "refused";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        long refused = all.count(CloseCause.REFUSED);
        long unanswered = all.count(CloseCause.UNANSWERED);
        long count = refused + unanswered;
        boolean few = count < SEVERAL;
        if (count == 0 || count * (few ? 2 : 100) < all.connections()) {
            return List.of();
        }
        Weight weight = few ? Weight.NOTICE : Loss.weightOfConnects(count, all.connections());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(count, what(refused, unanswered, all))
                        .because(refused >= unanswered ? closed() : silent(all))
                        .costs(costs(refused, unanswered, all))
                        .next(
                                refused >= unanswered
                                        ? "see whether the server runs and listens at this address"
                                                + " and port; if it does, a firewall refuses"
                                        : "see whether the address is right, the host up, and the"
                                                + " firewall open for it")
                        .expect("every connect is answered by SYN ACK within one round trip")
                        .seen(all.ends(CloseCause.REFUSED))
                        .seen(all.ends(CloseCause.UNANSWERED))
                        .figure("connects_share", (double) count / all.connections())
                        .figure("expected_connects_share", 0)
                        .done());
    }

    private static String what(long refused, long unanswered, Tally all) {
        if (all.connections() == 1) {
            return refused == 1
                    ? "the only connect to this port was refused: RST in answer to SYN"
                    : "the only connect to this port got no answer to its SYN";
        }
        String of = " of " + Wording.count(all.connections());
        if (unanswered == 0) {
            return Wording.count(refused, "connect")
                    + of
                    + (refused == 1 ? " was" : " were")
                    + " refused: RST in answer to SYN";
        }
        String silence = Wording.count(unanswered, "connect") + of + " got no answer to their SYN";
        return refused == 0
                ? silence
                : silence
                        + ", and "
                        + Wording.count(refused)
                        + (refused == 1 ? " was" : " were")
                        + " refused by RST";
    }

    private static String closed() {
        return "nothing listens at this address and port: the server's process is not running, or"
                + " not ready yet, listens at another address (127.0.0.1 is not reached from"
                + " outside), or a firewall answers by RST (REJECT)";
    }

    /** What the network said of one of those without an answer; null where it was silent. */
    private static @Nullable String error(Tally all) {
        return LikeEnds.kept(all.ends(CloseCause.UNANSWERED))
                .map(one -> one.life().fromClient().unreachable())
                .filter(Objects::nonNull)
                .map(Evidence::says)
                .findFirst()
                .orElse(null);
    }

    private static String silent(Tally all) {
        String error = error(all);
        if (error != null) {
            return error + ". A firewall rejects the SYN (REJECT), or a router knows no way there";
        }
        return "the host is down or the address wrong, or a firewall drops the SYN without a word"
                + " (DROP, a security group)";
    }

    private static String costs(long refused, long unanswered, Tally all) {
        return unanswered > refused && error(all) == null
                ? "a client waits until its own connect timeout; without one Linux stops trying after"
                        + " about two minutes"
                : "an error for each of them, at once; clients that try again without a pause add"
                        + " to the load";
    }
}
