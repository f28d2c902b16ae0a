package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The closings of one group. */
final class Closings {
    final Histogram idleGaps = new Histogram();

    /** Of connections with another protocol, which shows no requests: a second or longer. */
    final Histogram foreignGaps = new Histogram();

    final Histogram waits = new Histogram();
    final Histogram errorWaits = new Histogram();
    final Histogram stalls = new Histogram();
    final Histogram ages = new Histogram();
    final Map<Integer, Integer> byRequests = new HashMap<>();
    final IdleCloses idleCloses = new IdleCloses();
    final TreeMap<Long, Burst> busyBursts = new TreeMap<>();

    /** By when they were opened: until when those were used that were used longest. */
    final TreeMap<Long, Long> uses = new TreeMap<>();

    @Nullable String serverField;

    /** Seconds of the last {@code Keep-Alive: timeout=}; -1 where there was none. */
    int announced = -1;

    int connections;
    int count;
    int capped;
    int cappedInPeace;
    int mostRequests;
    private int timedOut;
    private int drained;

    /** What one of them has been judged to be. */
    void judged(CloseCause cause) {
        timedOut += cause == CloseCause.IDLE_TIMEOUT ? 1 : 0;
        drained += cause == CloseCause.DRAIN ? 1 : 0;
    }

    /** Whether more were a drain's than an idle timeout's: then gaps were alike by chance. */
    boolean areDrained() {
        return drained > timedOut;
    }

    /** How many of the group's connections that were closed by this side had so many requests. */
    int withRequests(int requests) {
        return byRequests.getOrDefault(requests, 0);
    }

    /** Connections on which HTTP was spoken and that this side closed. */
    int count() {
        return count;
    }

    /** Connections that this side closed right after an exchange, or with an announcement. */
    int capped() {
        return capped;
    }

    /** The cluster that this gap at the end of this life belongs to; null where none. */
    Histogram.@Nullable Cluster idleCluster(ConnectionLife life, double gap) {
        return life.talk() instanceof Talk.Other
                ? sure(foreignGaps.around(gap))
                : idleGaps.around(gap);
    }

    /** The largest cluster of idle gaps; null where there is none. */
    Histogram.@Nullable Cluster idleCluster() {
        Histogram.Cluster told = idleGaps.largest();
        return told == null ? sure(foreignGaps.largest()) : told;
    }

    /** The product that this largest cluster fits; null where none does, or no HTTP is spoken. */
    @Nullable String product(Side closer, Histogram.Cluster cluster) {
        return idleGaps.largest() == null
                ? null
                : Fingerprints.of(closer, cluster.seconds(), serverField, announced);
    }

    private static Histogram.@Nullable Cluster sure(Histogram.@Nullable Cluster cluster) {
        return cluster != null && cluster.isOfATimer() ? cluster : null;
    }

    int mostRequests() {
        return mostRequests;
    }

    /** Whether this server closes after any answer, and has kept no connection for another. */
    boolean closesAlways() {
        return cappedInPeace > 0 && mostRequests == 1;
    }

    /** Closings of idle connections around a time. */
    IdleCloses.Together idleBurst(long atNanos) {
        return idleCloses.around(atNanos);
    }

    /** A connection with HTTP, whoever closed it: from when until when this side sent something. */
    void used(ConnectionLife life, Side side) {
        connections++;
        Moment last = life.from(side).lastByte();
        if (last == null) {
            return;
        }
        long opened = bucket(life.opened());
        long until = bucket(last);
        Map.Entry<Long, Long> earlier = uses.floorEntry(opened);
        if (until > opened && (earlier == null || earlier.getValue() < until)) {
            Map.Entry<Long, Long> later = uses.ceilingEntry(opened);
            while (later != null && later.getValue() <= until) {
                uses.remove(later.getKey());
                later = uses.ceilingEntry(opened);
            }
            uses.put(opened, until);
        }
    }

    /** Whether this side served a connection both before and behind what ended around a time. */
    private boolean goesOn(long atNanos) {
        long bucket = Math.floorDiv(atNanos, Patterns.BUCKET_NANOS);
        Map.Entry<Long, Long> longest = uses.lowerEntry(bucket - 1);
        return longest != null && longest.getValue() > bucket + 1;
    }

    private static long bucket(Moment at) {
        return Math.floorDiv(at.atNanos(), Patterns.BUCKET_NANOS);
    }

    /** What ended in mid exchange around a time. */
    Burst busyBurst(long atNanos) {
        return Burst.around(busyBursts, atNanos, goesOn(atNanos));
    }

    void countBusy(ConnectionLife life, Phase phase, Moment first) {
        busyBursts.computeIfAbsent(bucket(first), _ -> new Burst()).add(life, phase, first);
    }
}
