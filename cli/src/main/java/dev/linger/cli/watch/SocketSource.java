package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.ProcTable;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import dev.linger.linux.SocketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** Where the sockets are read: from socket diagnostics or, without those, from /proc. */
final class SocketSource implements AutoCloseable {
    private static final String DIAGNOSTICS = "sock_diag";
    private static final String PROC = "/proc/net/tcp";

    private final Census.Visits sockets;
    private final Runnable end;
    private final String name;

    private SocketSource(Census.Visits sockets, Runnable end, String name) {
        this.sockets = sockets;
        this.end = end;
        this.name = name;
    }

    /**
     * Opens the best one that is there.
     *
     * @param ports sockets with one of them at either end count; all where there are none
     */
    static SocketSource open(Set<Integer> ports) {
        SocketTable table;
        try {
            table = new SocketTable();
        } catch (RefusedByKernelException e) {
            if (!Files.isReadable(Path.of(PROC))) {
                throw new Refusal(
                        "watch asks the Linux kernel for its sockets, and cannot: "
                                + e.getMessage()
                                + ", and there is no "
                                + PROC
                                + " to read; captures can be explained everywhere");
            }
            return new SocketSource(
                    only(ports, new ProcTable()::visit),
                    () -> {},
                    PROC + ", because " + e.getMessage());
        }
        return new SocketSource(only(ports, table::visit), table::close, DIAGNOSTICS);
    }

    private static Census.Visits only(Set<Integer> ports, Census.Visits all) {
        if (ports.isEmpty()) {
            return all;
        }
        return (query, visitor) -> all.visit(query, of(ports, visitor));
    }

    private static Consumer<SocketEntry> of(Set<Integer> ports, Consumer<SocketEntry> visitor) {
        return socket -> {
            if (ports.contains(socket.localPort()) || ports.contains(socket.oppositePort())) {
                visitor.accept(socket);
            }
        };
    }

    /** Its name, and where it is not the best, why. */
    String name() {
        return name;
    }

    /** Whether it is not the best. */
    boolean isFallback() {
        return !name.equals(DIAGNOSTICS);
    }

    Census census(PortRange range) throws IOException {
        try {
            return Census.of(sockets, range);
        } catch (RefusedByKernelException e) {
            throw new Refusal("the kernel's sockets cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
