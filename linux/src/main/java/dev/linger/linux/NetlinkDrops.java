package dev.linger.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many messages the kernel had to drop for one netlink socket. ENOBUFS tells only that it was
 * one at least; /proc/net/netlink counts them (net/netlink/af_netlink.c, netlink_overrun).
 */
final class NetlinkDrops {
    private static final Path FILE = Path.of("/proc/thread-self/net/netlink");
    private static final int PROTOCOL_COLUMN = 1;
    private static final int PORT_COLUMN = 2;
    private static final int DROPS_COLUMN = 8;
    private static final String SOCK_DIAG = "4";

    private final Path file;
    private final String port;
    private long count;

    /**
     * @param port the kernel's number of the socket
     */
    NetlinkDrops(long port) {
        this(FILE, port);
    }

    NetlinkDrops(Path file, long port) {
        this.file = file;
        this.port = Long.toUnsignedString(port);
    }

    /** The kernel said that some were dropped since the last time. */
    void happened() {
        count = Math.max(count + 1, counted());
    }

    /** Where some were dropped, more may have been since without being told. */
    long count() {
        if (count > 0) {
            count = Math.max(count, counted());
        }
        return count;
    }

    /** 0 where the kernel does not let us see. */
    private long counted() {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return lines.lines()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > DROPS_COLUMN)
                    .filter(words -> words[PROTOCOL_COLUMN].equals(SOCK_DIAG))
                    .filter(words -> words[PORT_COLUMN].equals(port))
                    .mapToLong(words -> Long.parseLong(words[DROPS_COLUMN]))
                    .max()
                    .orElse(0);
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }
}
