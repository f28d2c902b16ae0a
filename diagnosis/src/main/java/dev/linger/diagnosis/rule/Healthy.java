package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Phase;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.stream.Stream;

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
                        .anyMatch(one ->
                                one.weight().compareTo(Weight.WARNING) <= 0
                                        || isLossOfMany(one, all));
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

    /** A few in a hundred and more are no good health, even where they are too few to warn. */
    private static boolean isLossOfMany(Finding finding, Tally all) {
        return Findings.TELLING_OF_LOSS.contains(finding.id())
                && finding.connections() * 20 >= all.connections();
    }

    /** Whether nearly all connections did their work, and most are known to have ended well. */
    private static boolean isTold(Tally all) {
        long harmed = all.count(kind -> kind.harm() == 0);
        long untold =
                all.requests() == 0
                        ? 0 // why such connections end is hardly ever told
                        : all.count(CloseCause.UNKNOWN) + all.count(CloseCause.ABORT);
        long repeated = all.with(Trait.HANDSHAKE_REPEATED).count();
        long begun =
                Ends.of(all, kind -> kind.likeness().cause() == CloseCause.OPEN)
                        .in(Phase.CONNECTING);
        return begun * 10 < all.connections()
                && harmed * 10 < all.connections()
                && repeated * 10 < all.connections()
                && untold * 2 < all.connections();
    }

    private static String carried(Tally all) {
        if (all.requests() == 0) {
            String words = all.wire().carried().words();
            return words.isEmpty()
                    ? Wording.count(all.connections(), "connection") + " carried no request"
                    : words;
        }
        boolean areEqual = all.byRequests().size() == 1;
        return Wording.count(all.readable(), "connection")
                + " carried "
                + (all.begunBefore() > 0 ? "at least " : "")
                + Wording.ratio(all.requests(), all.readable())
                + (all.requests() == all.readable() ? " request" : " requests")
                + (all.readable() == 1 ? "" : areEqual ? " each" : " on average");
    }

    private static String byClient(Watched watched, String share) {
        return "; closed by the client at the end"
                + share
                + (watched.server().clients().stream().allMatch(Healthy::askedOnce)
                        ? closedAfter(watched.all())
                        : "");
    }

    /** Of one connection, when it closed; whether it had a further request nobody sees. */
    private static String closedAfter(Tally all) {
        if (all.connections() > 1) {
            return ", each after its only request";
        }
        LikeEnds only = all.ends().iterator().next();
        long quiet = only.samples().kept().getFirst().life().ending().quietNanos();
        return ", " + Wording.duration(quiet) + " after the response";
    }

    /** As a command such as curl does, which leaves a {@code surplus} connection. */
    private static boolean askedOnce(ClientTraffic client) {
        Tally all = client.all();
        return all.connections() == 1 && all.requests() == 1 && all.count(CloseCause.SURPLUS) == 1;
    }

    /** How far all of the open ones had come, or how many were in mid exchange. */
    private static String soFar(Tally all) {
        List<LikeEnds> open = all.ends(CloseCause.OPEN);
        if (open.size() == 1 && !open.getFirst().sharedNote().isEmpty()) {
            return ": " + open.getFirst().sharedNote();
        }
        long busy = open.stream().mapToLong(Healthy::inExchange).sum();
        return busy == 0 ? "" : ", " + Wording.count(busy) + " of them in mid exchange";
    }

    private static long inExchange(LikeEnds kind) {
        return Stream.of(
                        Phase.REQUEST_HEAD,
                        Phase.REQUEST_BODY,
                        Phase.HANDLING,
                        Phase.EARLY_RESPONSE,
                        Phase.RESPONSE_HEAD,
                        Phase.RESPONSE_BODY)
                .mapToLong(kind::in)
                .sum();
    }

    private static String what(Watched watched) {
        Tally all = watched.all();
        Tally.Share<ClosedFirst> most =
                all.sharesBy((LikeEnds kind) -> kind.likeness().closedFirst()).getFirst();
        String ofAll =
                all.requests() == 0 || all.readable() == all.connections()
                        ? ""
                        : " of all " + Wording.count(all.connections());
        String share =
                most.count() == all.connections()
                        ? ""
                        : " (" + Wording.share(most.count(), all.connections()) + ofAll + ")";
        return carried(all)
                + switch (most.value()) {
                    case CLIENT -> byClient(watched, share);
                    case SERVER -> "; closed by the server at the end" + share;
                    case BOTH -> "; closed by both at the end" + share;
                    case NOBODY -> "; still open at the end" + share + soFar(all);
                    case UNKNOWN -> "";
                };
    }
}
