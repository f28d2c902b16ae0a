package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.OneClientForAll;
import dev.linger.diagnosis.advice.PoolSizes;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client closes connections right after their exchange and opens others at once: its pool keeps
 * fewer than run at the same time, or none at all.
 */
final class PoolOverflow implements FindingRule {
    private static final double HARMLESS_PER_SECOND = 5;
    private static final int FEWEST = 10;

    /** Two that run at once are no crowd: they are one that ends while the next begins. */
    private static final int CROWD = 3;

    @Override
    public String id() {
        return "pool-overflow";
    }

    @Override
    public List<Finding> find(Watched watched) {
        return watched.server().clients().stream()
                .map(client -> find(watched, client))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Finding find(Watched watched, ClientTraffic client) {
        Tally all = client.all();
        List<LikeEnds> surplus =
                all.ends(kind ->
                        kind.likeness().cause() == CloseCause.SURPLUS
                                && kind.likeness().decidedBy() == DecidedBy.CLIENT);
        long count = Phrase.count(surplus);
        if (count < FEWEST || count * 3 < all.connections() || IdleOrder.isBrowser(all)) {
            return null;
        }
        Reconnects reconnects = Reconnects.of(client, surplus, watched.activeSeconds());
        boolean keepsSome = all.requests() > all.readable();
        if (!reconnects.replaceWhatWasGiven() || (keepsSome && reconnects.together() < CROWD)) {
            return null;
        }
        Finding.Draft draft = draft(watched, client, surplus, reconnects);
        return (keepsSome ? tooSmall(draft, all, reconnects) : unused(draft, all, reconnects))
                .done();
    }

    private Finding.Draft draft(
            Watched watched, ClientTraffic client, List<LikeEnds> surplus, Reconnects reconnects) {
        Weight weight =
                reconnects.perSecond() < HARMLESS_PER_SECOND ? Weight.NOTICE : Weight.WARNING;
        return Finding.of(this, weight, watched)
                .client(client)
                .costs(
                        "a handshake for each, "
                                + Phrase.rate(watched, reconnects.perSecond())
                                + "; "
                                + Phrase.timeWait(watched, surplus, reconnects.perSecond()))
                .expect(
                        Wording.count(reconnects.together(), "connection")
                                + (reconnects.together() == 1 ? " that stays" : " that stay")
                                + " open, instead of "
                                + Wording.count(client.all().connections()))
                .price(Phrase.priceOfKeeping(watched))
                .seen(surplus)
                .figure("closings_per_s", reconnects.perSecond())
                .figure("time_waits", reconnects.perSecond() * Tally.TIME_WAIT_SECONDS)
                .figure("expected_connections", (double) reconnects.together());
    }

    private static Finding.Draft tooSmall(Finding.Draft draft, Tally all, Reconnects reconnects) {
        long roomy = PoolSizes.withSpare(reconnects.together());
        return draft.what(
                        reconnects.given(),
                        "the client closed "
                                + Wording.count(reconnects.given(), "connection")
                                + " right after a response, and opened "
                                + Wording.count(reconnects.opened())
                                + " new ones in their place")
                .because(
                        "up to "
                                + Wording.count(reconnects.together())
                                + " were open at once, and its pool keeps fewer than that"
                                + " (Go keeps 2 unless told otherwise)")
                .next(
                        "let its pool keep "
                                + Wording.count(roomy, "idle connection")
                                + ": as many as were open at once, and half as many to spare")
                .change(PoolSizes.of(IdleOrder.client(all), roomy));
    }

    private static Finding.Draft unused(Finding.Draft draft, Tally all, Reconnects reconnects) {
        return draft.what(
                        reconnects.given(),
                        "the client closed "
                                + Wording.count(reconnects.given(), "connection")
                                + " right after their only request, though the server would have"
                                + " kept them")
                .because("it uses no connection twice: each call makes a client or pool of its own")
                .next("send all requests through one client object, which keeps its connections")
                .change(OneClientForAll.of(IdleOrder.client(all)));
    }
}
