package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseOffer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Ending;
import dev.linger.life.Endpoint;
import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What shows over many connections only: values at which idle gaps, waits, ages and numbers of
 * requests cluster, and bursts of closings. Kept per server endpoint and closing side; for clients
 * also per client address, since every client has a pool of its own. Besides, what a probe measured
 * of the servers.
 */
final class Patterns {
    /** Gaps shorter than that are no wait for a next request. */
    static final double SHORTEST_IDLE_SECONDS = 0.2;

    /** A person at a prompt, or a protocol with pauses of its own, is silent for less. */
    private static final double SHORTEST_FOREIGN_IDLE_SECONDS = 1;

    /** "At once": the time a program needs to look at its pool. */
    static final double AT_ONCE_SECONDS = 0.05;

    /** A server that counts or has said "close" closes with its last response, or just after it. */
    static final double PROMPTLY_SECONDS = 0.005;

    static final long BUCKET_NANOS = 250_000_000;

    /** What ends together: in one bucket, the one before and the one behind. */
    static final long BURST_NANOS = 3 * BUCKET_NANOS;

    /** Ten minutes: by then the lives of a burst were told. */
    private static final int KEPT_BURSTS = 10 * 60 * 4;

    /** Of about a kilobyte each; clients beyond that are taken together for each server. */
    private static final int MOST_GROUPS = 32_768;

    /** Connections of one group often follow each other. */
    private static final class Recent {
        private @Nullable ClosingGroup group;
        private Closings closings = new Closings();
    }

    private final Map<Endpoint, Measured> measured = new LinkedHashMap<>();

    private final boolean atOnce;
    private final Map<ClosingGroup, Closings> groups = new LinkedHashMap<>();
    private final Recent recentByClient = new Recent();
    private final Recent recentByServer = new Recent();

    /**
     * @param servers that a probe measured
     * @param atOnce whether each life is judged as it comes: then bursts of long ago are forgotten
     */
    Patterns(List<MeasuredServer> servers, boolean atOnce) {
        this.atOnce = atOnce;
        servers.forEach(one -> measured.put(one.server(), new Measured(one)));
    }

    /** What is known of the life's server; null where nothing is, or where this life denies it. */
    @Nullable MeasuredServer measured(ConnectionLife life) {
        Measured known = measured.isEmpty() ? null : measured.get(life.server());
        return known == null || known.isDenied() ? null : known.server;
    }

    /** What speaks against what was measured, each a sentence. */
    List<String> doubts() {
        return measured.values().stream()
                .map(Measured::doubt)
                .filter(doubt -> !doubt.isEmpty())
                .toList();
    }

    /** The closings that this life belongs to; null where its closer left no pattern. */
    @Nullable Closings of(ConnectionLife life, Side closer) {
        ClosingGroup group = ClosingGroup.of(life, closer);
        Closings known = groups.get(group);
        return known != null ? known : groups.get(group.ofAllClients());
    }

    Map<ClosingGroup, Closings> groups() {
        return groups;
    }

    void add(ConnectionLife life) {
        Measured known = measured.isEmpty() ? null : measured.get(life.server());
        if (known != null) {
            known.add(life);
        }
        if (life.talk() instanceof Talk.Http) {
            used(life, Side.SERVER);
            used(life, Side.CLIENT);
        }
        Ending ending = life.ending();
        Moment first = ending.first();
        Side closer = Closers.deciderOf(life);
        if (first == null || closer == null) {
            return;
        }
        double quiet = ending.quietNanos() / 1e9;
        boolean used = !(life.talk() instanceof Talk.Nothing);
        if (life.talk() instanceof Talk.Http http) {
            addHttp(life, http, closer, first, quiet);
        } else if (used && quiet >= leastIdleSeconds(life) && WireRules.vanished(life) == null) {
            Closings closings = closings(life, closer);
            closings.idleCloses.watched(life, first);
            (life.talk() instanceof Talk.Other ? closings.foreignGaps : closings.idleGaps)
                    .add(quiet);
            countIdle(life, closings, first, true);
        }
    }

    private void used(ConnectionLife life, Side side) {
        Closings closings = closings(life, side);
        closings.used(life, side);
        if (isFull(closings.uses.size())) {
            long oldest = oldestKept(life.ending().last());
            closings.uses.values().removeIf(until -> until < oldest);
        }
    }

    /** From how many seconds of silence on this connection may have been idle. */
    static double leastIdleSeconds(ConnectionLife life) {
        return life.talk() instanceof Talk.Other
                ? SHORTEST_FOREIGN_IDLE_SECONDS
                : SHORTEST_IDLE_SECONDS;
    }

    private void addHttp(
            ConnectionLife life, Talk.Http http, Side closer, Moment first, double quiet) {
        Closings closings = closings(life, closer);
        closings.idleCloses.watched(life, first);
        closings.count++;
        if (http.product() != null) {
            closings.serverField = http.product();
        }
        if (http.hintTimeoutSeconds() >= 0) {
            closings.announced = http.hintTimeoutSeconds();
        }
        Exchange last = http.last();
        Phase phase = Announced.phase(life);
        Closings ofServer = closings(life, Side.SERVER);
        ofServer.idleCloses.watched(life, first);
        ofServer.mostRequests = Math.max(ofServer.mostRequests, Announced.taken(life, http));
        if (phase == Phase.IDLE) {
            boolean offered = http.clientOffer() != null || http.serverOffer() != null;
            if (!offered && quiet >= SHORTEST_IDLE_SECONDS && WireRules.vanished(life) == null) {
                closings.idleGaps.add(quiet);
            }
            if (!offered && quiet >= AT_ONCE_SECONDS) {
                countIdle(life, closings, first, quiet >= SHORTEST_IDLE_SECONDS);
            }
            countServerCaps(life, http, quiet);
        } else if (phase != Phase.UNUSED && phase != Phase.UPGRADED && !Closers.knewNone(life)) {
            closings.countBusy(life, phase, first);
            forget(closings.busyBursts, first);
        }
        if (last != null) {
            countWaits(life, closings, last, phase, first, quiet);
            countErrorWait(ofServer, last);
        }
    }

    private static void countWaits(
            ConnectionLife life,
            Closings closings,
            Exchange last,
            Phase phase,
            Moment first,
            double quiet) {
        Moment asked = last.requestEnded();
        if (phase == Phase.HANDLING && asked != null) {
            closings.waits.add((first.atNanos() - asked.atNanos()) / 1e9);
        }
        if (phase == Phase.RESPONSE_BODY && Closers.of(life) == Side.CLIENT) {
            closings.stalls.add(quiet);
        }
    }

    /** A server's wait, whichever side closed after it. */
    private static void countErrorWait(Closings ofServer, Exchange last) {
        Moment asked = last.requestEnded();
        Moment answered = last.responseBegan();
        if ((last.status() == 503 || last.status() == 504) && asked != null && answered != null) {
            ofServer.errorWaits.add((answered.atNanos() - asked.atNanos()) / 1e9);
        }
    }

    private void countServerCaps(ConnectionLife life, Talk.Http http, double quiet) {
        CloseOffer client = http.clientOffer();
        CloseOffer server = http.serverOffer();
        boolean announced = server != null && client == null;
        boolean silent =
                server == null
                        && client == null
                        && Closers.of(life) == Side.SERVER
                        && quiet < SHORTEST_IDLE_SECONDS;
        if (announced || silent) {
            Closings closings = closings(life, Side.SERVER);
            closings.capped++;
            closings.byRequests.merge(Announced.taken(life, http), 1, Integer::sum);
            Exchange last = http.last();
            closings.cappedInPeace += last != null && last.status() < 400 ? 1 : 0;
            Moment first = life.ending().first();
            if (first != null) {
                closings.ages.add(life.secondsTo(first));
                if (announced || quiet < AT_ONCE_SECONDS) {
                    countIdle(life, closings, first, false);
                }
            }
        }
    }

    private Closings closings(ConnectionLife life, Side closer) {
        Recent recent = closer == Side.CLIENT ? recentByClient : recentByServer;
        ClosingGroup group = recent.group;
        if (group == null || !group.isOf(life)) {
            group = ClosingGroup.of(life, closer);
            recent.group = group;
            boolean isRoom = groups.size() < MOST_GROUPS || groups.containsKey(group);
            ClosingGroup kept = isRoom ? group : group.ofAllClients();
            recent.closings = groups.computeIfAbsent(kept, _ -> new Closings());
        }
        return recent.closings;
    }

    private void countIdle(ConnectionLife life, Closings closings, Moment at, boolean waited) {
        closings.idleCloses.add(life, at, waited);
        if (isFull(closings.idleCloses.size())) {
            closings.idleCloses.forgetBefore(oldestKept(at));
        }
    }

    private void forget(NavigableMap<Long, ?> times, Moment now) {
        if (isFull(times.size())) {
            times.headMap(oldestKept(now), false).clear();
        }
    }

    private boolean isFull(int size) {
        return atOnce && size > 2 * KEPT_BURSTS;
    }

    private static long oldestKept(Moment now) {
        return Math.floorDiv(now.atNanos(), BUCKET_NANOS) - KEPT_BURSTS;
    }
}
