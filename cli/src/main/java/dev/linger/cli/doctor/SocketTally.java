package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Sockets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of the socket table, counted as rules want them. */
final class SocketTally {
    private final List<SocketRow> rows;
    private final Set<Integer> listening;

    SocketTally(List<SocketRow> rows) {
        this.rows = rows;
        listening =
                rows.stream()
                        .filter(row -> row.state() == SocketRow.LISTEN)
                        .map(SocketRow::localPort)
                        .collect(Collectors.toSet());
    }

    /** Sockets whose program is worth a search. */
    Set<Long> wanted() {
        return rows.stream()
                .filter(row ->
                        row.state() == SocketRow.LISTEN || row.state() == SocketRow.CLOSE_WAIT)
                .map(SocketRow::inode)
                .filter(inode -> inode != 0)
                .collect(Collectors.toSet());
    }

    /**
     * @param rooms the most connections that may wait, by inode of the listening socket
     */
    Sockets sockets(ProcessReader processes, Map<Long, Long> rooms) {
        return new Sockets(
                count(SocketRow.ESTABLISHED, true) + count(SocketRow.ESTABLISHED, false),
                count(SocketRow.TIME_WAIT, true),
                count(SocketRow.TIME_WAIT, false),
                listeners(processes, rooms),
                destinations(),
                closeWaits(processes));
    }

    private long count(int state, boolean accepted) {
        return rows.stream()
                .filter(row -> row.state() == state && isAccepted(row) == accepted)
                .count();
    }

    private boolean isAccepted(SocketRow row) {
        return listening.contains(row.localPort());
    }

    private List<Sockets.Listener> listeners(ProcessReader processes, Map<Long, Long> rooms) {
        return rows.stream()
                .filter(row -> row.state() == SocketRow.LISTEN)
                .map(row ->
                        new Sockets.Listener(
                                row.local(),
                                row.localPort(),
                                row.waiting(),
                                rooms.getOrDefault(row.inode(), -1L),
                                processes.program(row.inode())))
                .sorted(Comparator.comparingInt(Sockets.Listener::port))
                .toList();
    }

    private record Way(String from, String to) {}

    /** Ports taken on one way. */
    private static final class Taken {
        private final Set<Integer> ports = new HashSet<>();
        private final Set<Integer> waiting = new HashSet<>();
    }

    private List<Sockets.Destination> destinations() {
        Map<Way, Taken> ways = new HashMap<>();
        for (SocketRow row : rows) {
            if (row.remotePort() != 0 && !isAccepted(row)) {
                Way way = new Way(row.localAddress(), row.remote());
                Taken taken = ways.computeIfAbsent(way, _ -> new Taken());
                taken.ports.add(row.localPort());
                if (row.state() == SocketRow.TIME_WAIT) {
                    taken.waiting.add(row.localPort());
                }
            }
        }
        return ways.entrySet().stream()
                .map(one ->
                        new Sockets.Destination(
                                one.getKey().from(),
                                one.getKey().to(),
                                one.getValue().ports.size(),
                                one.getValue().waiting.size()))
                .sorted(Comparator.comparingLong(Sockets.Destination::ports).reversed())
                .toList();
    }

    private List<Sockets.CloseWait> closeWaits(ProcessReader processes) {
        Map<Way, Long> groups =
                rows.stream()
                        .filter(row -> row.state() == SocketRow.CLOSE_WAIT)
                        .collect(
                                Collectors.groupingBy(
                                        row -> new Way(processes.program(row.inode()), end(row)),
                                        Collectors.counting()));
        return groups.entrySet().stream()
                .map(one ->
                        new Sockets.CloseWait(
                                one.getKey().from(), one.getKey().to(), one.getValue()))
                .sorted(Comparator.comparingLong(Sockets.CloseWait::count).reversed())
                .toList();
    }

    private String end(SocketRow row) {
        return isAccepted(row)
                ? "accepted at port " + row.localPort()
                : "opened to " + row.remote();
    }
}
