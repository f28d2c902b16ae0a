package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
import dev.linger.life.Pauses;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server's idle timeout ends connections that the pools of clients would have kept. */
final class IdleTimeoutOrder implements FindingRule {
    private static final int FEWEST_CLOSINGS = 3;

    @Override
    public String id() {
        return "idle-timeout-order";
    }

    @Override
    public List<Finding> find(Watched watched) {
        IdleTimeout timeout = IdleOrder.ofServer(watched);
        List<ClientTraffic> pools =
                watched.server().clients().stream().filter(IdleTimeoutOrder::isCutShort).toList();
        long ended =
                pools.stream()
                        .mapToLong(pool -> Phrase.count(IdleOrder.timedOutByServer(pool.all())))
                        .sum();
        if (timeout == null || ended < FEWEST_CLOSINGS) {
            return List.of();
        }
        RaceOdds odds = odds(watched, timeout, pools);
        boolean isBad = odds.areBad() && !IdleOrder.areBrowsers(watched);
        Weight weight = isBad ? Weight.WARNING : Weight.NOTICE;
        Finding.Draft draft =
                Finding.of(this, weight, watched)
                        .what(ended, what(timeout, ended, pools.size()))
                        .because(because(watched, timeout, pools))
                        .costs(costs(timeout, watched.all(), odds))
                        .next(next(watched, timeout, odds, weight))
                        .seen(IdleOrder.timedOutByServer(pools.getFirst().all()))
                        .figure("server_idle_timeout_s", timeout.seconds())
                        .figure("late_requests_per_day", odds.perDay());
        if (weight == Weight.WARNING) {
            long lost = LostReuses.of(watched, timeout.seconds()).lost();
            advise(draft, watched, timeout, watched.perSecond(ended + lost));
        }
        if (pools.size() == 1) {
            draft.client(pools.getFirst());
        }
        return List.of(draft.done());
    }

    /** Where a request met the close, {@link KeepAliveRace} says all of it. */
    private static boolean isCutShort(ClientTraffic client) {
        return IdleOrder.isPool(client.all())
                && client.all().count(CloseCause.LATE_REQUEST) == 0
                && !IdleOrder.timedOutByServer(client.all()).isEmpty();
    }

    private static RaceOdds odds(Watched watched, IdleTimeout timeout, List<ClientTraffic> pools) {
        Pauses pauses =
                pools.stream().map(pool -> pool.all().pauses()).reduce(Pauses.NONE, Pauses::and);
        return RaceOdds.of(watched, pauses, timeout.seconds());
    }

    private static String what(IdleTimeout timeout, long ended, int pools) {
        return "the server closed "
                + Wording.count(ended, "connection")
                + " after "
                + Phrase.seconds(timeout.seconds())
                + " without a request, though "
                + (pools == 1 ? "the client" : Wording.count(pools, "client"))
                + " would have used them again";
    }

    private static String because(Watched watched, IdleTimeout timeout, List<ClientTraffic> pools) {
        IdleTimeout ofPool = IdleOrder.ofClient(watched, pools.getFirst().address());
        StringBuilder because = new StringBuilder("the server's idle timeout is shorter than the");
        if (ofPool != null && ofPool.seconds() < timeout.seconds()) {
            because.append(" longest pauses, and the client's own of ")
                    .append(Phrase.seconds(ofPool.seconds()))
                    .append(" does not hold for all its connections");
        } else {
            because.append(" clients'; the side that sends the next request should close first");
        }
        return because.append(IdleOrder.told(watched)).toString();
    }

    private static String costs(IdleTimeout timeout, Tally all, RaceOdds odds) {
        return odds.areBad()
                ? odds.told(timeout.seconds(), all.handshakeNanos())
                : "a handshake when the client comes back";
    }

    private static String next(Watched watched, IdleTimeout timeout, RaceOdds odds, Weight weight) {
        if (weight != Weight.NOTICE) {
            return IdleOrder.next(watched, timeout.seconds());
        }
        if (odds.areBad()) {
            return Phrase.nothing("a browser sends a lost request again by itself");
        }
        if (odds.pausesNear() == 0) {
            return Phrase.nothing(
                    "no request came just before such a close, where it could be lost");
        }
        return Double.isNaN(odds.perDay())
                ? "watch for a minute or longer: "
                        + Phrase.span(watched.seconds())
                        + " are too short to tell how many requests a day are lost by it"
                : Phrase.nothing("fewer than one request a day is to be expected to be lost by it");
    }

    private void advise(
            Finding.Draft draft, Watched watched, IdleTimeout timeout, double perSecond) {
        double timeWaits = perSecond * Tally.TIME_WAIT_SECONDS;
        draft.change(IdleOrder.changes(watched, timeout.seconds()))
                .expect(IdleOrder.expect(watched, timeout.seconds()))
                .price(
                        IdleOrder.price(
                                watched,
                                timeout.seconds(),
                                "at most "
                                        + Phrase.atATime(timeWaits)
                                        + ", each of which blocks a port there for a minute"))
                .figure("expected_late_requests_per_day", 0)
                .figure("expected_time_waits_at_clients", timeWaits);
    }
}
