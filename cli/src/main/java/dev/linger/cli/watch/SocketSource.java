package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import dev.linger.linux.Census;
import dev.linger.linux.HostCounters;
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
import org.jspecify.annotations.Nullable;

/**
 * Where the sockets are read: from socket diagnostics or, where those are refused, now or later,
 * from /proc. Not thread-safe.
 */
final class SocketSource implements AutoCloseable {
    private static final String DIAGNOSTICS = "sock_diag";
    private static final Path PROC = Path.of("/proc/net/tcp");

    private final Set<Integer> ports;
    private @Nullable SocketTable table;
    private Census.Visits sockets;
    private String name = DIAGNOSTICS;

    private SocketSource(Set<Integer> ports) {
        this.ports = Set.copyOf(ports);
        try {
            SocketTable opened = new SocketTable();
            table = opened;
            sockets = only(opened::visit);
        } catch (RefusedByKernelException e) {
            sockets = instead(e);
        }
    }

    /**
     * Opens the best one that is there.
     *
     * @param ports sockets with one of them at either end count; all where there are none
     */
    static SocketSource open(Set<Integer> ports) {
        return new SocketSource(ports);
    }

    private Census.Visits instead(RefusedByKernelException refused) {
        if (!Files.isReadable(PROC)) {
            throw new Refusal(
                    "watch asks the Linux kernel for its sockets, and cannot: "
                            + refused.getMessage()
                            + ", and there is no "
                            + PROC
                            + " to read; captures can be explained everywhere");
        }
        close();
        table = null;
        name = PROC + ", because " + refused.getMessage();
        return only(new ProcTable()::visit);
    }

    private Census.Visits only(Census.Visits all) {
        if (ports.isEmpty()) {
            return all;
        }
        return (query, visitor) -> all.visit(query, ofPorts(visitor));
    }

    private Consumer<SocketEntry> ofPorts(Consumer<SocketEntry> visitor) {
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

    /** Whether sockets of few states take less time than all of them. */
    boolean isSelective() {
        return table != null;
    }

    /** Looks at all sockets. */
    Census census(PortRange range) {
        try {
            return Census.of(sockets, range);
        } catch (RefusedByKernelException e) {
            return fromProc(e, range);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Looks at all but those in ESTABLISHED and TIME_WAIT, of which an earlier look tells. */
    Census withoutMany(Census earlier, PortRange range) {
        try {
            return earlier.withoutMany(
                    sockets, ports.isEmpty() ? HostCounters.ofFiles("snmp", "sockstat") : null);
        } catch (RefusedByKernelException e) {
            return fromProc(e, range);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Refusal unreadable(IOException reason) {
        return new Refusal("the sockets cannot be read: " + reason.getMessage());
    }

    private Census fromProc(RefusedByKernelException refused, PortRange range) {
        sockets = instead(refused);
        try {
            return Census.of(sockets, range);
        } catch (RefusedByKernelException e) {
            throw new IllegalStateException("/proc asks nobody, and was refused", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        SocketTable opened = table;
        if (opened != null) {
            opened.close();
        }
    }
}
