package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** No rule before this one found anything that need change. The last of all rules. */
final class Healthy implements FindingRule {

    @Override
    public String id() {
        return "healthy";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        boolean alarming =
                watched.found().stream()
                        .anyMatch(one -> one.weight().compareTo(Weight.WARNING) <= 0);
        if (alarming || all.wire().answered() == 0 || !isTold(all)) {
            return List.of();
        }
        return List.of(
                Finding.of(this, Weight.HEALTHY, watched)
                        .what(all.connections(), what(watched))
                        .next("nothing has to change")
                        .seen(all.ends(kind -> kind.harm() > 0))
                        .figure(
                                "requests_per_connection",
                                (double) all.requests() / Math.max(1, all.readable()))
                        .done());
    }

    /** Whether nearly all connections did their work, and most are known to have ended well. */
    private static boolean isTold(Tally all) {
        long harmed = all.count(kind -> kind.harm() == 0);
        long untold =
                all.requests() == 0
                        ? 0 // why such connections end is hardly ever told
                        : all.count(CloseCause.UNKNOWN) + all.count(CloseCause.ABORT);
        return harmed * 10 < all.connections() && untold * 2 < all.connections();
    }

    private static String carried(Tally all) {
        if (all.requests() == 0) {
            return Wording.count(all.connections(), "connection")
                    + " carried what cannot be read here (TLS, or no HTTP/1)";
        }
        long perConnection = Math.round((double) all.requests() / all.readable());
        return Wording.count(all.readable(), "connection")
                + " carried "
                + (perConnection < 10
                        ? Wording.ratio(all.requests(), all.readable())
                        : Wording.count(perConnection))
                + (all.requests() == all.readable() ? " request" : " requests")
                + (all.readable() == 1 ? "" : " each");
    }

    private static String byClient(Watched watched, String share) {
        return "; closed by the client at the end"
                + share
                + (watched.server().clients().stream().allMatch(Healthy::askedOnce)
                        ? ": it had no further request"
                        : "");
    }

    /** As a command such as curl does, which leaves a {@code surplus} connection. */
    private static boolean askedOnce(ClientTraffic client) {
        Tally all = client.all();
        return all.connections() == 1 && all.requests() == 1 && all.count(CloseCause.SURPLUS) == 1;
    }

    private static String what(Watched watched) {
        Tally all = watched.all();
        Tally.Share<ClosedFirst> most =
                all.sharesBy((LikeEnds kind) -> kind.likeness().closedFirst()).getFirst();
        String share =
                most.count() == all.connections()
                        ? ""
                        : " (" + Wording.share(most.count(), all.connections()) + ")";
        return carried(all)
                + switch (most.value()) {
                    case CLIENT -> byClient(watched, share);
                    case SERVER -> "; closed by the server at the end" + share;
                    case BOTH -> "; closed by both at the end" + share;
                    case NOBODY -> "; still open at the end" + share;
                    case UNKNOWN -> "";
                };
    }
}
