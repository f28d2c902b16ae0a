package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.OneClientForAll;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Clients that open a connection for every request or two, and no rule before this one says why.
 */
final class ConnectionChurn implements FindingRule {
    private static final int ENOUGH = 20;
    private static final double FEW_REQUESTS = 2;
    private static final double OFTEN_PER_SECOND = 1;
    private static final double LOAD_PER_SECOND = 10;

    private static final String ONE_CLIENT =
            "send all requests through one client object, which keeps its connections";

    @Override
    public String id() {
        return "connection-churn";
    }

    @Override
    public List<Finding> find(Watched watched) {
        if (isExplained(watched)) {
            return List.of();
        }
        List<Tally> churning =
                watched.server().clients().stream()
                        .map(ClientTraffic::all)
                        .filter(tally -> churns(tally, watched))
                        .toList();
        return churning.isEmpty() ? List.of() : List.of(told(churning, watched));
    }

    /** Where another finding is about every second connection, it is the one to read. */
    private static boolean isExplained(Watched watched) {
        return watched.found().stream()
                .anyMatch(one -> one.connections() * 2 >= watched.all().connections());
    }

    /** Connections that are open together serve different requests: they are no churn. */
    private static double perSecond(Tally tally, Watched watched) {
        long inTurn = Math.max(0, tally.connections() - tally.together());
        return watched.perSecond(inTurn);
    }

    private static boolean churns(Tally tally, Watched watched) {
        return tally.readable() >= ENOUGH
                && tally.requests() > 0
                && tally.requests() < FEW_REQUESTS * tally.readable()
                && tally.together() * 2 <= tally.connections()
                && perSecond(tally, watched) >= OFTEN_PER_SECOND;
    }

    private Finding told(List<Tally> churning, Watched watched) {
        Tally most = churning.getFirst();
        long connections = churning.stream().mapToLong(Tally::readable).sum();
        long requests = churning.stream().mapToLong(Tally::requests).sum();
        long together = churning.stream().mapToLong(Tally::together).sum();
        double perSecond = churning.stream().mapToDouble(one -> perSecond(one, watched)).sum();
        Weight weight = perSecond < LOAD_PER_SECOND ? Weight.NOTICE : Weight.WARNING;
        return Finding.of(this, weight, watched)
                .what(
                        connections,
                        Wording.count(connections, "connection")
                                + " of "
                                + clients(churning.size())
                                + " carried "
                                + Wording.ratio(requests, connections)
                                + (requests == connections ? " request each" : " requests each"))
                .because(
                        "the clients do not use their connections again; they ended by "
                                + most.sharesBy(kind -> kind.likeness().cause())
                                        .getFirst()
                                        .value()
                                        .word())
                .costs(costs(watched.all(), connections, requests))
                .next(
                        Phrase.next(
                                weight,
                                Phrase.rate(watched, perSecond) + " is no load",
                                ONE_CLIENT))
                .change(OneClientForAll.of(Software.ofClient(most.agent())))
                .expect(
                        Wording.count(together, "connection")
                                + " instead of "
                                + Wording.count(connections)
                                + ": as many as were open at the same time")
                .price(Phrase.priceOfKeeping(watched))
                .seen(widest(most.ends()))
                .figure("connections_per_s", perSecond)
                .figure("expected_connections", (double) together)
                .done();
    }

    private static String clients(int count) {
        return count == 1 ? "one client address" : Wording.count(count) + " client addresses";
    }

    private static List<LikeEnds> widest(Collection<LikeEnds> ends) {
        return ends.stream()
                .sorted(Comparator.comparingLong(LikeEnds::count).reversed())
                .limit(2)
                .toList();
    }

    private static String costs(Tally all, long connections, long requests) {
        String packets =
                Wording.ratio(connections * Handshakes.PACKETS, Math.max(1, requests))
                        + " packets for handshake and close with every request";
        long nanos = all.handshakeNanos();
        return nanos < 0
                ? packets
                : packets + ", and " + Wording.duration(nanos) + " until it could be sent";
    }
}
