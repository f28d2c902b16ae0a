package dev.linger.cli.live.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The kernel's TCP sockets of one port (proc(5), /proc/net/tcp). */
public final class KernelSockets {
    private static final String FIN_WAIT1 = "04";
    private static final String LISTEN = "0A";

    /** Listening, TIME_WAIT, closed: nothing more will be sent. */
    private static final Set<String> SILENT = Set.of(LISTEN, "06", "07");

    private final int port;
    private final Callable<List<String>> table;

    public KernelSockets(int port, Callable<List<String>> table) {
        this.port = port;
        this.table = table;
    }

    /** Those of our own network namespace. */
    public static KernelSockets here(int port) {
        return new KernelSockets(
                port,
                () -> {
                    List<String> four = Files.readAllLines(Path.of("/proc/net/tcp"));
                    List<String> six = Files.readAllLines(Path.of("/proc/net/tcp6"));
                    return Stream.concat(four.stream(), six.stream()).toList();
                });
    }

    boolean areNone() {
        try {
            return states().isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("the kernel's sockets cannot be read", e);
        }
    }

    public void awaitListener(Program server) throws Exception {
        Wait.until(
                "somebody listens at port " + port,
                () -> {
                    if (!server.isRunning()) {
                        throw new IOException("the server ended at once: " + server.errors());
                    }
                    return states().contains(LISTEN);
                });
    }

    /** Until no side of a connection can send anything any more. */
    public void awaitNone() throws Exception {
        Wait.until(
                "all connections of port " + port + " ended", () -> SILENT.containsAll(states()));
    }

    /** Until this many ends have closed and wait to get rid of their data or of an answer. */
    public void awaitClosing(int count) throws Exception {
        Wait.until(
                count + " ends of port " + port + " have closed",
                () -> states().stream().filter(FIN_WAIT1::equals).count() >= count);
    }

    /** Until data waits at this port for an opposite side that does not take it. */
    public void awaitBacklog() throws Exception {
        Wait.until(
                "data waits at port " + port,
                () ->
                        rows().stream()
                                .anyMatch(row -> isLocal(row) && !row[4].startsWith("00000000")));
    }

    /** Until a sender has repeated itself this often without an answer. */
    public void awaitRetransmissions(int count) throws Exception {
        Wait.until(
                "data was sent again " + count + " times",
                () -> rows().stream().anyMatch(row -> Integer.parseInt(row[6], 16) >= count));
    }

    private List<String> states() throws Exception {
        return rows().stream().map(row -> row[3]).toList();
    }

    private boolean isLocal(String[] row) {
        return row[1].endsWith(":%04X".formatted(port));
    }

    private List<String[]> rows() throws Exception {
        String end = ":%04X".formatted(port);
        return table.call().stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(row -> row.length > 6)
                .filter(row -> row[1].endsWith(end) || row[2].endsWith(end))
                .toList();
    }
}
