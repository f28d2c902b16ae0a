package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Pauses;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.TimeWaitAt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What connections have in common: all of one server endpoint, or those of one client address with
 * it. Memory does not grow with their number. Not thread-safe.
 */
public final class Tally {

    /** Seconds that a socket stays in TIME_WAIT: TCP_TIMEWAIT_LEN (Linux, include/net/tcp.h). */
    public static final int TIME_WAIT_SECONDS = 60;

    static final long TIME_WAIT_NANOS = TIME_WAIT_SECONDS * 1_000_000_000L;

    private static final Trait[] TRAITS = Trait.values();

    /** A value and how many connections have it. */
    public record Share<T>(T value, long count) {}

    private final Map<LikeEnds.Likeness, LikeEnds> ends = new HashMap<>();
    private final Map<Trait, Samples> traits = new EnumMap<>(Trait.class);
    private final Map<Phase, Long> resets = new EnumMap<>(Phase.class);
    private final TreeMap<Integer, Long> byRequests = new TreeMap<>();
    private final IdleDrops idleDrops = new IdleDrops();
    private final Wire wire = new Wire();
    private final AtOnce atOnce = new AtOnce();
    private final Tunnels tunnels = new Tunnels();
    private final Detail detail;
    private final Series opened;
    private final Series open;
    private final Series clientPorts;
    private final Series timeWaitsAtClient;
    private final Series timeWaitsAtServer;
    private final Names names;
    private @Nullable String agent;
    private boolean agentsDiffer;
    private Pauses pauses = Pauses.NONE;
    private long connections;
    private long readable;
    private long begunBefore;
    private long requests;
    private long packets;
    private int mostRequests;
    private long handshakes;
    private long handshakeNanos;
    private long repeatedHandshakes;
    private long repeatedHandshakeNanos;
    private int hintTimeoutSeconds = -1;
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MIN_VALUE;
    private double openNanos;

    public Tally() {
        this(Detail.FINE);
    }

    Tally(Detail detail) {
        this(detail, new Names());
    }

    /**
     * @param names of the server, which may be known from other connections too
     */
    Tally(Detail detail, Names names) {
        this.detail = detail;
        this.names = names;
        opened = new Series(detail.steps());
        open = new Series(detail.steps());
        clientPorts = new Series(detail.steps());
        timeWaitsAtClient = new Series(detail.steps());
        timeWaitsAtServer = new Series(detail.steps());
    }

    void accept(JudgedLife judged) {
        ConnectionLife life = judged.life();
        Closing closing = judged.verdict().closing();
        connections++;
        packets += life.fromClient().packets() + life.fromServer().packets();
        if (life.talk() instanceof Talk.Http http) {
            read(life, http);
        }
        idleDrops.accept(judged);
        tunnels.accept(judged);
        ends.computeIfAbsent(LikeEnds.Likeness.of(closing), _ -> new LikeEnds(closing, detail))
                .add(judged);
        for (Trait trait : TRAITS) {
            if (trait.isOf(judged)) {
                traits.computeIfAbsent(trait, _ -> new Samples(detail.samples())).add(judged);
            }
        }
        if (closing.manner() == Manner.RESET) {
            resets.merge(closing.phase(), 1L, Long::sum);
        }
        handshake(life.opening());
        wire.accept(judged);
        place(life, closing);
    }

    private void read(ConnectionLife life, Talk.Http http) {
        boolean isPart = life.seenBy() == SeenBy.CAPTURE && !life.opening().isSeen();
        // A response whose request came before the capture answers one all the same.
        int asked = isPart ? Math.max(http.requests(), http.responses()) : http.requests();
        readable++;
        begunBefore += isPart ? 1 : 0;
        requests += asked;
        mostRequests = Math.max(mostRequests, asked);
        byRequests.merge(toldApart(asked), 1L, Long::sum);
        names.add(http.product());
        if (http.agent() != null) {
            agentsDiffer |= agent != null && !agent.equals(http.agent());
            agent = http.agent();
        }
        if (http.hintTimeoutSeconds() >= 0) {
            hintTimeoutSeconds = http.hintTimeoutSeconds();
        }
        if (http.pauses().longestNanos() > 0) {
            pauses = pauses.and(http.pauses());
        }
    }

    /** Where no more are told apart: the nearest known number that is lower, or else higher. */
    private int toldApart(int number) {
        if (byRequests.size() < detail.numbers() || byRequests.containsKey(number)) {
            return number;
        }
        Integer lower = byRequests.floorKey(number);
        return lower == null ? byRequests.firstKey() : lower;
    }

    private void handshake(Opening opening) {
        Moment syn = opening.syn();
        Moment established = opening.established();
        if (syn == null || established == null) {
            return;
        }
        long nanos = Math.max(0, established.atNanos() - syn.atNanos());
        if (opening.syns() > 1 || opening.synAcks() > 1) {
            repeatedHandshakes++;
            repeatedHandshakeNanos += nanos;
        } else {
            handshakes++;
            handshakeNanos += nanos;
        }
    }

    /** Puts the connection on the axis of time. */
    private void place(ConnectionLife life, Closing closing) {
        long from = life.opened().atNanos();
        opened.add(from, 1);
        open.add(from, 1);
        clientPorts.add(from, 1);
        lasted(from, life.ending().last().atNanos());
        Moment first = life.ending().first();
        atOnce.add(from, first == null ? life.ending().last().atNanos() : first.atNanos());
        if (closing.manner() == Manner.OPEN) {
            return;
        }
        long to = life.ending().last().atNanos();
        open.add(to, -1);
        TimeWaitAt waits = closing.timeWaitAt();
        boolean atClient = waits == TimeWaitAt.CLIENT || waits == TimeWaitAt.BOTH;
        clientPorts.add(atClient ? to + TIME_WAIT_NANOS : to, -1);
        if (atClient) {
            timeWaitsAtClient.add(to, 1);
        }
        if (waits == TimeWaitAt.SERVER || waits == TimeWaitAt.BOTH) {
            timeWaitsAtServer.add(to, 1);
        }
    }

    private void lasted(long from, long to) {
        fromNanos = Math.min(fromNanos, from);
        toNanos = Math.max(toNanos, to);
        openNanos += Math.max(0, to - from);
    }

    public long connections() {
        return connections;
    }

    /** Connections on which HTTP/1 was read. */
    public long readable() {
        return readable;
    }

    /** Of those, connections that began before the capture: what they carried is told in part. */
    public long begunBefore() {
        return begunBefore;
    }

    /** Requests on those. */
    public long requests() {
        return requests;
    }

    /** Packets of all, in both directions. */
    public long packets() {
        return packets;
    }

    /** The most on one connection. */
    public int mostRequests() {
        return mostRequests;
    }

    /**
     * How many of the readable connections had so many requests, by that number; of many numbers
     * some count with a lower one.
     */
    public Map<Integer, Long> byRequests() {
        return new LinkedHashMap<>(byRequests);
    }

    /** What the {@code Server} field said on most connections. */
    public @Nullable String product() {
        return names.usual();
    }

    /**
     * What answered these connections calls itself, as far as they show it: a proxy's own error
     * pages may have another name than what it passes on, or none.
     */
    public @Nullable String productOf(List<JudgedLife> lives) {
        for (JudgedLife judged : lives) {
            if (judged.life().talk() instanceof Talk.Http http && http.responses() == 1) {
                return http.product();
            }
        }
        return product();
    }

    /** What the {@code User-Agent} field said last. */
    public @Nullable String agent() {
        return agent;
    }

    /** Whether the {@code User-Agent} field said different things, as through a proxy. */
    public boolean agentsDiffer() {
        return agentsDiffer;
    }

    /** Seconds of the last {@code Keep-Alive: timeout=}; -1 where there was none. */
    public int hintTimeoutSeconds() {
        return hintTimeoutSeconds;
    }

    /** Idle times between exchanges. */
    public Pauses pauses() {
        return pauses;
    }

    /** Connections that another protocol had taken over. */
    public Tunnels tunnels() {
        return tunnels;
    }

    /** Connections that were lost while they were quiet. */
    public IdleDrops idleDrops() {
        return idleDrops;
    }

    /**
     * Mean time from SYN to the client's first ACK, in nanoseconds, where neither SYN nor SYN ACK
     * was sent again, if there are such; -1 where none was seen.
     */
    public long handshakeNanos() {
        if (handshakes > 0) {
            return handshakeNanos / handshakes;
        }
        return repeatedHandshakes == 0 ? -1 : repeatedHandshakeNanos / repeatedHandshakes;
    }

    /** What they show beneath their messages. */
    public Wire wire() {
        return wire;
    }

    /** Connections by the moment of their opening. */
    public Series opened() {
        return opened;
    }

    /** Rises and falls of the number of open connections. */
    public Series open() {
        return open;
    }

    /**
     * How many connections it takes to do the same with connections that are kept: as many as were
     * open at once; at least 1. Many short ones may come and go within a step of the series, so it
     * is never less than were open on average.
     */
    public long together() {
        double mean = openNanos / Math.max(1, toNanos - fromNanos);
        return Math.max(1, Math.max(open.peakLevel(), Math.round(mean)));
    }

    /**
     * The same where clients end connections before they need to, and begin the next one at once:
     * as many as were open at the same moment, up to the first FIN or RST of each.
     */
    public long busyTogether() {
        return Math.max(together(), atOnce.most());
    }

    /** When the first of them began, in nanoseconds since the epoch; the latest of all if none. */
    public long fromNanos() {
        return fromNanos;
    }

    /** Seconds from the first packet of the connections to the last one. */
    public double activeSeconds() {
        return connections == 0 ? 0 : (toNanos - fromNanos) / 1e9;
    }

    /** Rises and falls of the number of client ports in use, those in TIME_WAIT included. */
    public Series clientPorts() {
        return clientPorts;
    }

    /** The most client ports in use at a time, those in TIME_WAIT included. */
    public long portsTaken() {
        long least = connections == 0 ? 0 : 1;
        return Math.max(least, Math.max(clientPorts.peakLevel(), atOnce.most()));
    }

    /** The most client ports with an open connection at a time. */
    public long portsAtOnce() {
        return Math.max(connections == 0 ? 0 : 1, Math.max(open.peakLevel(), atOnce.most()));
    }

    /** Sockets that entered TIME_WAIT at the clients. */
    public Series timeWaitsAtClient() {
        return timeWaitsAtClient;
    }

    /** Sockets that entered TIME_WAIT at the server. */
    public Series timeWaitsAtServer() {
        return timeWaitsAtServer;
    }

    /** Connections that ended by RST, by the phase in which they did. */
    public Map<Phase, Long> resets() {
        return new EnumMap<>(resets);
    }

    /** Connections that show this. */
    public Samples with(Trait trait) {
        return traits.getOrDefault(trait, new Samples());
    }

    public Collection<LikeEnds> ends() {
        return ends.values();
    }

    /** Kinds of ends with this cause, most frequent first. */
    public List<LikeEnds> ends(CloseCause cause) {
        return ends(kind -> kind.likeness().cause() == cause);
    }

    /** Kinds of ends of which this is true, most frequent first. */
    public List<LikeEnds> ends(Predicate<LikeEnds> claim) {
        return ends.values().stream()
                .filter(claim)
                .sorted(
                        // Equal counts in the order of their words, so that two runs print the
                        // same.
                        Comparator.comparingLong(LikeEnds::count)
                                .reversed()
                                .thenComparing(kind -> kind.likeness().toString()))
                .toList();
    }

    /** Connections with this cause. */
    public long count(CloseCause cause) {
        return count(kind -> kind.likeness().cause() == cause);
    }

    /** Connections whose end is of a kind of which this is true. */
    public long count(Predicate<LikeEnds> claim) {
        return ends.values().stream().filter(claim).mapToLong(LikeEnds::count).sum();
    }

    /** How the connections divide by what this reads from a kind of end; largest share first. */
    public <T> List<Share<T>> sharesBy(Function<LikeEnds, T> reading) {
        Map<T, Long> counts = new LinkedHashMap<>();
        for (LikeEnds kind : ends.values()) {
            counts.merge(reading.apply(kind), kind.count(), Long::sum);
        }
        List<Share<T>> shares = new ArrayList<>();
        counts.forEach((value, count) -> shares.add(new Share<>(value, count)));
        // Equal shares in the order of their words, so that two runs print the same.
        shares.sort(
                Comparator.<Share<T>>comparingLong(Share::count)
                        .reversed()
                        .thenComparing(share -> String.valueOf(share.value())));
        return shares;
    }
}
