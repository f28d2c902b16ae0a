package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.QuietConnections;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.IdleDrops;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something on the way forgets connections that are quiet for long. */
final class SilentDrop implements FindingRule {
    private static final int FEWEST = 2;

    /** How long well-known parts of networks remember a quiet connection, if nobody changed it. */
    private record Memory(int seconds, String of, @Nullable Software software) {}

    /** The shortest first: it is the safe one. */
    private static final List<Memory> KNOWN =
            List.of(
                    new Memory(240, "Azure load balancers (4 min)", Software.AZURE_LOAD_BALANCER),
                    new Memory(
                            350,
                            "AWS network load balancers and NAT gateways (350 s)",
                            Software.AWS_LOAD_BALANCER),
                    new Memory(600, "Google Cloud firewalls (10 min)", null),
                    new Memory(900, "Linux IPVS, as in Kubernetes (15 min)", null),
                    new Memory(1800, "Juniper firewalls (30 min)", null),
                    new Memory(3600, "many firewalls (1 h)", null));

    @Override
    public String id() {
        return "silent-drop";
    }

    @Override
    public List<Finding> find(Watched watched) {
        if (!isTold(watched.all())) {
            return List.of();
        }
        IdleDrops drops = watched.all().idleDrops();
        long lost = drops.lost().count();
        long survived = longestSurvivedNanos(watched);
        boolean clear = survived < drops.shortestLostNanos();
        Memory known = clear ? known(survived, drops.shortestLostNanos()) : null;
        int remembered = remembered(known, survived, drops.shortestLostNanos());
        Tally all = watched.all();
        long whole = all.requests() == 0 ? all.connections() : all.requests();
        Weight weight = clear ? Loss.weight(lost, whole) : Weight.NOTICE;
        return List.of(
                Finding.of(this, weight, watched)
                        .what(lost, what(drops))
                        .because(because(survived, clear, known))
                        .costs(costs(drops, all))
                        .next(next(remembered))
                        .change(changes(watched, known, remembered))
                        .expect(
                                "none of the "
                                        + Wording.count(lost, "request")
                                        + " lost: no connection is used again after more than "
                                        + below(remembered)
                                        + " s of silence")
                        .price(
                                "a shorter pool idle time means a handshake after each longer"
                                        + " pause; probes keep connections open for one packet"
                                        + " every "
                                        + probe(remembered)
                                        + " s")
                        .seen(drops.lost())
                        .figure("shortest_lost_idle_s", drops.shortestLostNanos() / 1e9)
                        .figure("longest_working_idle_s", Math.max(0, survived) / 1e9)
                        .figure("expected_lost_requests", 0)
                        .done());
    }

    private static String next(int remembered) {
        return "let clients close connections after "
                + below(remembered)
                + " s without use, or have the system send a probe on them every "
                + probe(remembered)
                + " s";
    }

    /** Whether this rule speaks of the lost ones. */
    static boolean isTold(Tally all) {
        return all.idleDrops().lost().count() >= FEWEST;
    }

    /** Resets that this rule speaks of, so that others need not. */
    static long resets(Tally all) {
        return isTold(all) ? all.idleDrops().reset() : 0;
    }

    /** Those of them that neither end had sent. */
    static long foreignResets(Tally all) {
        return isTold(all) ? all.idleDrops().foreignReset() : 0;
    }

    /** Of the clients that lost connections: others have other ways to the server. */
    private static long longestSurvivedNanos(Watched watched) {
        return watched.server().clients().stream()
                .map(client -> client.all().idleDrops())
                .filter(drops -> drops.lost().count() > 0)
                .mapToLong(IdleDrops::longestSurvivedNanos)
                .max()
                .orElse(-1);
    }

    private static @Nullable Memory known(long survivedNanos, long lostNanos) {
        for (Memory memory : KNOWN) {
            long nanos = memory.seconds() * 1_000_000_000L;
            if (nanos <= lostNanos && nanos > survivedNanos) {
                return memory;
            }
        }
        return null;
    }

    /** Seconds that the network remembers for sure: a known value, or what was seen to work. */
    private static int remembered(@Nullable Memory known, long survivedNanos, long lostNanos) {
        if (known != null) {
            return known.seconds();
        }
        boolean proved = survivedNanos > 0 && survivedNanos < lostNanos;
        return (int) Math.max(12, (proved ? survivedNanos : lostNanos / 2) / 1_000_000_000L);
    }

    private static int below(int remembered) {
        return Math.max(10, remembered * 6 / 7 / 10 * 10);
    }

    private static int probe(int remembered) {
        return Math.max(5, remembered / 4 / 5 * 5);
    }

    private static String what(IdleDrops drops) {
        return Wording.count(drops.lost().count(), "connection")
                + " turned out to be dead after a quiet time of "
                + Wording.duration(drops.shortestLostNanos())
                + (drops.lost().count() == 1 ? "" : " or more")
                + ": what was sent then "
                + (drops.reset() == 0 ? "was never answered" : "was lost or reset");
    }

    private static String because(long survived, boolean clear, @Nullable Memory known) {
        if (!clear) {
            return "something on the way forgot them, but not by a fixed time: other connections"
                    + " worked after "
                    + Wording.duration(survived);
        }
        String works =
                survived <= 0
                        ? "something on the way forgets quiet connections"
                        : "something on the way forgets quiet connections: the longest quiet time"
                                + " that still worked was "
                                + Wording.duration(survived);
        return known == null ? works : works + "; that fits " + known.of();
    }

    private static String costs(IdleDrops drops, Tally all) {
        long silent = drops.lost().count() - drops.reset();
        String lost =
                (all.requests() == 0
                                ? Wording.count(drops.lost().count(), "connection")
                                : Loss.share(drops.lost().count(), all.requests()))
                        + " got no answer";
        return silent == 0
                ? lost + ", but \"connection reset\""
                : lost
                        + "; without a time limit in the client each hangs for about 15 minutes,"
                        + " until its system stops trying";
    }

    private static List<Change> changes(Watched watched, @Nullable Memory known, int remembered) {
        Tally all = watched.all();
        List<Change> changes = new ArrayList<>();
        changes.addAll(
                QuietConnections.ofClient(
                        Software.ofClient(all.agent()), below(remembered), probe(remembered)));
        changes.addAll(
                QuietConnections.ofServer(
                        Software.ofServer(all.product()),
                        watched.server().endpoint().port(),
                        probe(remembered)));
        changes.addAll(
                QuietConnections.ofNetwork(
                        known == null ? null : known.software(), 2 * remembered));
        return changes;
    }
}
