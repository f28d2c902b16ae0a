package dev.linger.cli.watch;

import dev.linger.linux.Census;
import dev.linger.linux.Processes;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One moment's picture. Only {@link #owner}, {@link #unseen} and {@link #unowned} are for one
 * thread alone.
 */
final class Snapshot {
    /**
     * Connections to one destination.
     *
     * @param taken local ports that no new connection can have
     * @param secondsLeft until the ports run out at the present rate; infinite where they do not
     */
    record Destination(Census.Outgoing to, SocketCount count, long taken, double secondsLeft) {}

    private static final int SECONDS = 5;

    private final Instant at;
    private final Census census;
    private final LocalPorts ports;
    private final Processes processes;
    private final String source;
    private final Endings.@Nullable Told endings;
    private final Duration fullAge;
    private final List<Census.Listening> servers;
    private final List<Destination> destinations = new ArrayList<>();
    private final List<Census.Unclosed> unclosed;
    private final List<Census.Unclosed> standing;

    /**
     * @param standing of the connections in CLOSE_WAIT, those that are not just being closed
     * @param fullAge of what is told of sockets in ESTABLISHED and TIME_WAIT, but for their sums
     * @param source where the sockets come from: {@code sock_diag}, or another one and why
     * @param endings null where nobody waited for any
     */
    Snapshot(
            Instant at,
            Census census,
            List<Census.Unclosed> standing,
            Duration fullAge,
            LocalPorts ports,
            Processes processes,
            String source,
            Endings.@Nullable Told endings) {
        this.at = at;
        this.fullAge = fullAge;
        this.census = census;
        this.standing = List.copyOf(standing);
        this.ports = ports;
        this.processes = processes;
        this.source = source;
        this.endings = endings;
        servers = new ArrayList<>(census.listening());
        servers.sort(
                Comparator.comparingLong((Census.Listening one) -> one.count().all())
                        .reversed()
                        .thenComparingInt(one -> one.at().port())
                        .thenComparingLong(one -> one.at().high())
                        .thenComparingLong(one -> one.at().low()));
        census.outgoing()
                .forEach((to, count) ->
                        destinations.add(
                                new Destination(
                                        to,
                                        count,
                                        ports.taken(to, count),
                                        ports.secondsLeft(to, count))));
        destinations.sort(
                Comparator.comparingLong((Destination one) -> one.count().all())
                        .reversed()
                        .thenComparingInt(one -> one.to().destination().port())
                        .thenComparingLong(one -> one.to().destination().low())
                        .thenComparingLong(one -> one.to().source().low()));
        unclosed = census.unclosed();
    }

    Instant at() {
        return at;
    }

    Census census() {
        return census;
    }

    LocalPorts ports() {
        return ports;
    }

    String source() {
        return source;
    }

    /** What ended since watching began; empty where nobody waited for that. */
    Optional<Endings.Told> endings() {
        return Optional.ofNullable(endings);
    }

    /** How old is what ports and destinations have of ESTABLISHED and TIME_WAIT; zero: as all. */
    Duration fullAge() {
        return fullAge;
    }

    /** Servers, busiest first. */
    List<Census.Listening> servers() {
        return servers;
    }

    /** Destinations, busiest first. */
    List<Destination> destinations() {
        return destinations;
    }

    /** Connections that wait for the program's close, oldest first. */
    List<Census.Unclosed> unclosed() {
        return unclosed;
    }

    /** Of these, the ones that are not just being closed, oldest first. */
    List<Census.Unclosed> standing() {
        return standing;
    }

    /** Name and number of the process that holds the socket; who cannot be seen is nobody. */
    Optional<Processes.Owner> owner(long inode) {
        return processes.of(inode);
    }

    /** Processes that hide their sockets from us, if that matters. */
    int unseen() {
        return processes.unseen();
    }

    /** Sockets in LISTEN, or standing in CLOSE_WAIT, whose process cannot be seen. */
    int unowned() {
        return processes.unowned();
    }

    long in(TcpState state) {
        return census.in(state);
    }

    /** Closings by this side first, over the last seconds, of all servers and destinations. */
    double closesPerSecond() {
        double ofOthers = census.others().closes().rate(SECONDS);
        return ofOthers
                + Stream.concat(
                                servers.stream().map(Census.Listening::count),
                                destinations.stream().map(Destination::count))
                        .mapToDouble(count -> count.closes().rate(SECONDS))
                        .sum();
    }

    /** Seconds that the oldest connection in CLOSE_WAIT is so; 0 without one, NaN unknown. */
    double oldestUnclosedSeconds() {
        long millis = unclosed.isEmpty() ? 0 : unclosed.getFirst().ageMillis();
        return millis < 0 ? Double.NaN : millis / 1000.0;
    }

    /** Share of the local ports that are taken for the fullest destination, from 0 to 1. */
    double fullestPorts() {
        long most = destinations.stream().mapToLong(Destination::taken).max().orElse(0);
        return most / (double) Math.max(1, ports.count());
    }

    /** Share of the local ports that connections to any destination hold, from 0 to 1. */
    double portsInUse() {
        return census.portsInUse() / (double) Math.max(1, ports.count());
    }

    /** Seconds until the ports for some destination run out; infinite where they do not. */
    double secondsLeft() {
        return destinations.stream()
                .mapToDouble(Destination::secondsLeft)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** Share of the fullest accept queue, from 0 to 1 and a little more; NaN unknown. */
    double fullestQueue() {
        return servers.stream().mapToDouble(Census.Listening::fullest).max().orElse(0);
    }
}
