package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Sockets;
import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.ProcTable;
import dev.linger.linux.Processes;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import dev.linger.linux.SocketTable;
import dev.linger.linux.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets of a host, counted as rules want them. */
final class HostSockets {
    /** A listening socket; its program is not known yet. */
    private record Listener(String address, int port, long waiting, long room, long inode) {}

    /** Sockets in CLOSE_WAIT, each named by the inode of one, for they may be very many. */
    private record Unclosed(long inode, String end) {}

    private final Census census;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Unclosed, Long> unclosed = new HashMap<>();

    private HostSockets(Census.Visits visits, PortRange range)
            throws RefusedByKernelException, IOException {
        census = Census.of(visits, range);
        SocketTable.Query all = SocketTable.Query.all();
        visits.visit(
                all.inStates(Set.of(TcpState.LISTEN)),
                socket ->
                        listeners.add(
                                new Listener(
                                        socket.local().toString(),
                                        socket.localPort(),
                                        socket.receiveQueue(),
                                        socket.backlog(),
                                        socket.inode())));
        if (census.in(TcpState.CLOSE_WAIT) > 0) {
            visits.visit(
                    all.inStates(Set.of(TcpState.CLOSE_WAIT)),
                    socket ->
                            unclosed.merge(
                                    new Unclosed(socket.inode(), end(socket)), 1L, Long::sum));
        }
    }

    /**
     * Those of this host.
     *
     * @param notes is told where the kernel did not say all
     */
    static HostSockets here(PortRange range, List<String> notes) throws IOException {
        try (SocketTable table = new SocketTable()) {
            return new HostSockets(table::visit, range);
        } catch (RefusedByKernelException e) {
            notes.add(
                    "how long accept queues may grow is not known, because the kernel did not tell: "
                            + e.getMessage());
            return in(Path.of("/proc/net"), range, notes);
        }
    }

    /**
     * Those that a copy of a host's files tells.
     *
     * @param folder to take for /proc/net
     */
    static HostSockets in(Path folder, PortRange range, List<String> notes) throws IOException {
        boolean isThere = Files.isReadable(folder.resolve("tcp"));
        if (!isThere) {
            notes.add(
                    "no sockets were seen, because "
                            + folder.resolve("tcp")
                            + " is not there or may not be read");
        }
        try {
            return new HostSockets(isThere ? new ProcTable(folder)::visit : (_, _) -> {}, range);
        } catch (RefusedByKernelException e) {
            throw new IllegalStateException("/proc asks nobody, and was refused", e);
        }
    }

    private String end(SocketEntry socket) {
        return census.server(socket.local()).isPresent()
                ? "accepted at port " + socket.localPort()
                : "opened to " + socket.opposite();
    }

    /** Of the sockets whose programs are told. */
    Collection<Long> inodes() {
        return Stream.concat(
                        listeners.stream().map(Listener::inode),
                        unclosed.keySet().stream().map(Unclosed::inode))
                .collect(Collectors.toSet());
    }

    /**
     * @param processes that were sought for {@link #inodes}
     */
    Sockets sockets(Processes processes) {
        return new Sockets(
                census.in(TcpState.ESTABLISHED),
                census.listening().stream()
                        .mapToLong(server -> server.count().in(TcpState.TIME_WAIT))
                        .sum(),
                census.others().in(TcpState.TIME_WAIT)
                        + census.outgoing().values().stream()
                                .mapToLong(count -> count.in(TcpState.TIME_WAIT))
                                .sum(),
                listeners(processes),
                destinations(),
                closeWaits(processes));
    }

    private static String program(Processes processes, long inode) {
        return processes.of(inode).map(Processes.Owner::name).orElse("");
    }

    private List<Sockets.Listener> listeners(Processes processes) {
        return listeners.stream()
                .map(one ->
                        new Sockets.Listener(
                                one.address(),
                                one.port(),
                                one.waiting(),
                                one.room(),
                                program(processes, one.inode())))
                .sorted(Comparator.comparingInt(Sockets.Listener::port))
                .toList();
    }

    private List<Sockets.Destination> destinations() {
        return census.outgoing().entrySet().stream()
                .map(one ->
                        new Sockets.Destination(
                                one.getKey().source().address(),
                                one.getKey().destination().toString(),
                                one.getValue().ports(),
                                one.getValue().in(TcpState.TIME_WAIT)))
                .sorted(Comparator.comparingLong(Sockets.Destination::ports).reversed())
                .toList();
    }

    private List<Sockets.CloseWait> closeWaits(Processes processes) {
        record Group(String program, String end) {}
        Map<Group, Long> groups = new HashMap<>();
        unclosed.forEach((one, count) ->
                groups.merge(
                        new Group(program(processes, one.inode()), one.end()), count, Long::sum));
        return groups.entrySet().stream()
                .map(one ->
                        new Sockets.CloseWait(
                                one.getKey().program(), one.getKey().end(), one.getValue()))
                .sorted(Comparator.comparingLong(Sockets.CloseWait::count).reversed())
                .toList();
    }
}
