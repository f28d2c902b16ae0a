package dev.linger.diagnosis.finding;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts judged lives per server endpoint and kind of end. Memory is bounded by the number of
 * server endpoints it tells apart, not by the number of lives. Not thread-safe.
 */
public final class Traffic {

    /** Server endpoints told apart; connections to any further one are counted together. */
    public static final int MOST_SERVERS = 4096;

    /** Clients told apart at all servers together. */
    public static final int MOST_CLIENTS = 8192;

    private final Room roomForClients = new Room(MOST_CLIENTS);
    private final Room roomForDetail = new Room(Detail.MOST_FINE);
    private final Map<Endpoint, ServerTraffic> servers = new HashMap<>();
    private final Map<Endpoint, Names> names = new HashMap<>();
    private long connections;
    private long beyond;
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MIN_VALUE;
    private long untilNanos = Long.MIN_VALUE;

    /** Learns the server's name from a connection that does not count. */
    public void overhear(ConnectionLife life) {
        if (life.talk() instanceof Talk.Http http && http.product() != null) {
            Names known = namesOf(life.server());
            if (known != null) {
                known.add(http.product());
            }
        }
    }

    private @Nullable Names namesOf(Endpoint server) {
        Names known = names.get(server);
        if (known == null && names.size() < MOST_SERVERS) {
            known = new Names();
            names.put(server, known);
        }
        return known;
    }

    public void accept(JudgedLife judged) {
        connections++;
        fromNanos = Math.min(fromNanos, judged.life().opened().atNanos());
        toNanos = Math.max(toNanos, judged.life().ending().last().atNanos());
        Endpoint endpoint = judged.life().server();
        ServerTraffic server = servers.get(endpoint);
        if (server == null) {
            if (servers.size() == MOST_SERVERS) {
                beyond++;
                return;
            }
            Names known = namesOf(endpoint);
            server =
                    new ServerTraffic(
                            endpoint,
                            known == null ? new Names() : known,
                            roomForClients,
                            roomForDetail);
            servers.put(endpoint, server);
        }
        server.accept(judged);
    }

    public long connections() {
        return connections;
    }

    /** Seconds from the first packet of the connections to the last one. */
    public double seconds() {
        return connections == 0 ? 0 : (toNanos - fromNanos) / 1e9;
    }

    /** The first packet of the connections, in nanoseconds since the epoch; there must be one. */
    public long fromNanos() {
        return fromNanos;
    }

    /**
     * Tells when watching stopped, where that was after the last packet of these connections.
     *
     * @param atNanos since the epoch
     */
    public void watchedUntil(long atNanos) {
        untilNanos = Math.max(untilNanos, atNanos);
    }

    /**
     * When watching stopped, or else the last packet of the connections, in nanoseconds since the
     * epoch.
     */
    public long toNanos() {
        return Math.max(toNanos, untilNanos);
    }

    /** Connections to endpoints beyond {@link #MOST_SERVERS}, of which nothing else is known. */
    public long connectionsBeyond() {
        return beyond;
    }

    /** Widest first: the one with most connections. */
    public List<ServerTraffic> servers() {
        return servers.values().stream()
                .sorted(
                        Comparator.comparingLong(
                                        (ServerTraffic server) -> server.all().connections())
                                .reversed()
                                .thenComparing(server -> server.endpoint().toString()))
                .toList();
    }
}
