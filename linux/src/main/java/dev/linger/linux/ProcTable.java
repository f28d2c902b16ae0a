package dev.linger.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The TCP sockets of this network namespace as /proc/net/tcp and /proc/net/tcp6 list them
 * (net/ipv4/tcp_ipv4.c, get_tcp4_sock): slower by far than {@link SocketTable}, without cookies and
 * tcp_info, for where socket diagnostics are missing. Of the timer it has hundredths of a second,
 * of a listener not how many connections may wait. Not thread-safe.
 */
public final class ProcTable {
    private static final Path FOLDER = Path.of("/proc/thread-self/net");
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int MILLIS_PER_TICK = 10;
    private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final Path folder;
    private final SocketEntry entry = new SocketEntry();
    private final byte[] record = new byte[SocketEntry.LENGTH];

    public ProcTable() {
        this(FOLDER);
    }

    /**
     * @param folder to take for /proc/net
     */
    public ProcTable(Path folder) {
        this.folder = folder;
    }

    /**
     * Visits the sockets that fit; a query in detail gets no more than any other.
     *
     * @param visitor is given one view for all, valid during the call
     * @throws IOException if neither file can be read
     */
    public void visit(SocketTable.Query query, Consumer<SocketEntry> visitor) throws IOException {
        read("tcp", AF_INET, query, visitor);
        if (Files.exists(folder.resolve("tcp6"))) {
            read("tcp6", AF_INET6, query, visitor);
        }
    }

    private void read(
            String name, int family, SocketTable.Query query, Consumer<SocketEntry> visitor)
            throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            read(in, family, query, visitor);
        }
    }

    void read(InputStream in, int family, SocketTable.Query query, Consumer<SocketEntry> visitor)
            throws IOException {
        ProcLines lines = new ProcLines(in);
        lines.next();
        while (lines.next()) {
            if (parse(lines, family) && fits(query)) {
                visitor.accept(entry);
            }
        }
    }

    private boolean fits(SocketTable.Query query) {
        return query.states().contains(entry.state())
                && (query.localPort() == 0 || query.localPort() == entry.localPort())
                && (query.oppositePort() == 0 || query.oppositePort() == entry.oppositePort());
    }

    /** Fields: sl, local, opposite, state, queues, timer, retransmits, uid, timeout, inode. */
    private boolean parse(ProcLines line, int family) {
        line.skip();
        int digits = family == AF_INET ? 8 : 32;
        record[0] = (byte) family;
        if (!end(line, digits, SocketEntry.LOCAL_ADDRESS, SocketEntry.LOCAL_PORT)
                || !end(line, digits, SocketEntry.OPPOSITE_ADDRESS, SocketEntry.OPPOSITE_PORT)) {
            return false;
        }
        record[SocketEntry.STATE] = (byte) line.hex();
        Bytes.put32(record, SocketEntry.SEND_QUEUE, line.hex());
        Bytes.put32(record, SocketEntry.RECEIVE_QUEUE, line.hexAfter(':'));
        record[SocketEntry.TIMER] = (byte) line.hex();
        Bytes.put32(record, SocketEntry.EXPIRES, line.hexAfter(':') * MILLIS_PER_TICK);
        line.hex();
        Bytes.put32(record, SocketEntry.USER, line.decimal());
        line.decimal();
        Bytes.put32(record, SocketEntry.INODE, line.decimal());
        Bytes.put32(record, SocketEntry.COOKIE, -1);
        Bytes.put32(record, SocketEntry.COOKIE + 4, -1);
        entry.view(record, 0, record.length);
        return line.isWhole();
    }

    /** An address is printed as words of 32 bits in the host's order. */
    private boolean end(ProcLines line, int digits, int address, int port) {
        line.begin();
        for (int word = 0; word < digits / 8; word++) {
            int value = (int) line.hexDigits(8);
            for (int i = 0; i < 4; i++) {
                record[address + 4 * word + i] = (byte) (value >>> (LITTLE ? 8 * i : 24 - 8 * i));
            }
        }
        Bytes.putBigEndian(record, port, line.hexAfter(':'), 2);
        return line.isWhole();
    }
}
