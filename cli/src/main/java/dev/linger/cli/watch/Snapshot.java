package dev.linger.cli.watch;

import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.Processes;
import dev.linger.linux.TcpState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One moment's picture.
 *
 * @param range local ports for outgoing connections
 * @param source where the sockets come from: {@code sock_diag}, or {@code /proc/net/tcp} and why
 * @param endings what ended since watching began
 */
record Snapshot(
        Instant at,
        Census census,
        PortRange range,
        Processes processes,
        String source,
        Endings endings) {

    /** A port listened on, busiest first. */
    List<Census.Listening> servers() {
        List<Census.Listening> servers = new ArrayList<>(census.listening().values());
        servers.sort(
                Comparator.comparingLong((Census.Listening one) -> one.count().all())
                        .reversed()
                        .thenComparing(one -> one.at().port()));
        return servers;
    }

    /**
     * Connections to one destination.
     *
     * @param ports local ports taken, TIME_WAIT included
     * @param secondsLeft until the ports run out at the present rate; infinite where they do not
     */
    record Destination(Census.Outgoing to, Census.Count count, long ports, double secondsLeft) {}

    /** Destinations, busiest first. */
    List<Destination> destinations() {
        List<Destination> destinations = new ArrayList<>();
        census.outgoing()
                .forEach((to, count) ->
                        destinations.add(
                                new Destination(to, count, count.all(), secondsLeft(count))));
        destinations.sort(
                Comparator.comparingLong(Destination::ports)
                        .reversed()
                        .thenComparing(one -> one.to().destination().toString()));
        return destinations;
    }

    /**
     * A closing takes a port for 60 s, so at the present rate as many will be taken as are closed
     * in 60 s; until then they grow by what is closed now and not what was closed a minute ago.
     */
    private double secondsLeft(Census.Count count) {
        double rate = count.closes().rate(5);
        long left = range.count() - count.all();
        double open = count.all() - count.in(TcpState.TIME_WAIT);
        if (open + 60 * rate <= range.count()) {
            return left > 0 ? Double.POSITIVE_INFINITY : 0;
        }
        double growth = rate - count.closes().rateOfOldest(5);
        return Math.max(0, growth <= 0 ? Double.POSITIVE_INFINITY : left / growth);
    }

    /** Connections that wait for the program's close, oldest first. */
    List<Census.Unclosed> unclosed() {
        List<Census.Unclosed> unclosed = new ArrayList<>(census.unclosed());
        unclosed.sort(Comparator.comparingLong(Census.Unclosed::ageMillis).reversed());
        return unclosed;
    }

    /** Name and number of the process that holds the socket; who cannot be seen is nobody. */
    Optional<Processes.Owner> owner(long inode) {
        return processes.of(inode);
    }

    long in(TcpState state) {
        return census.in(state);
    }

    /** Share of the local ports that the fullest destination takes, from 0 to 1. */
    double fullestPorts() {
        return destinations().stream().mapToLong(Destination::ports).max().orElse(0)
                / (double) Math.max(1, range.count());
    }

    /** Share of the fullest accept queue, from 0 to 1. */
    double fullestQueue() {
        return census.listening().values().stream()
                .mapToDouble(one -> one.waiting() / (double) Math.max(1, one.backlog()))
                .max()
                .orElse(0);
    }
}
