package dev.linger.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The sockets behind this process's descriptors, told apart by their cookies (SO_COOKIE). Nothing
 * is changed by looking, so a descriptor that is closed and given away meanwhile does no harm. Not
 * thread-safe.
 */
final class Descriptors implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String TABLE_SIZE = "FDSize:";
    private static final int SOL_SOCKET = 1;
    private static final int SO_COOKIE = 57;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_INFO = 11;
    private static final int ATTRIBUTE_TCP_INFO = 2;
    private static final int ATTRIBUTE = SocketEntry.LENGTH;
    private static final int INFO = ATTRIBUTE + 4;
    private static final int MOST_INFO = 512;

    /** include/uapi/asm-generic/ioctls.h. */
    private static final int SIOCOUTQ = 0x5411;

    private static final byte[] NONE = {};

    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final MemorySegment value = arena.allocate(MOST_INFO, 8);
    private final Map<Long, Integer> byCookie = new HashMap<>();
    private final MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);

    /** The record of a socket as sock_diag would write it; empty if no descriptor stands for it. */
    byte[] look(OwnSocket socket) {
        int descriptor = of(socket);
        return descriptor < 0 ? NONE : record(descriptor, socket);
    }

    /** The number of a socket's descriptor; -1 if none stands for it. */
    int of(OwnSocket socket) {
        long cookie = socket.cookie();
        Integer known = byCookie.get(cookie);
        if (known == null || cookieAt(known) != cookie) {
            search();
            known = byCookie.get(cookie);
        }
        return known == null ? -1 : known;
    }

    private void search() {
        byCookie.clear();
        int most = tableSize();
        for (int descriptor = 0; descriptor < most; descriptor++) {
            long cookie = cookieAt(descriptor);
            if (cookie != DiagRequest.NO_COOKIE) {
                byCookie.put(cookie, descriptor);
            }
        }
    }

    /** No descriptor has a higher number (proc_pid_status(5)). */
    private static int tableSize() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(TABLE_SIZE))
                    .mapToInt(line -> Integer.parseInt(line.substring(TABLE_SIZE.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    private long cookieAt(int descriptor) {
        return option(descriptor, SOL_SOCKET, SO_COOKIE, Long.BYTES) == Long.BYTES
                ? value.get(ValueLayout.JAVA_LONG, 0)
                : DiagRequest.NO_COOKIE;
    }

    /** Returns the length of what was written to {@link #value}; -1 if nothing was. */
    private int option(int descriptor, int level, int option, int most) {
        length.set(ValueLayout.JAVA_INT, 0, most);
        int result = libc.getOption(descriptor, level, option, value, length);
        return result < 0 ? -1 : length.get(ValueLayout.JAVA_INT, 0);
    }

    private byte[] record(int descriptor, OwnSocket socket) {
        int size = option(descriptor, IPPROTO_TCP, TCP_INFO, MOST_INFO);
        if (size < 1) {
            return NONE;
        }
        byte[] request = socket.request();
        byte[] record = new byte[INFO + size];
        record[0] = request[DiagRequest.FAMILY];
        int idLength = DiagRequest.SOCKET_ID_END - DiagRequest.SOCKET_ID;
        System.arraycopy(request, DiagRequest.SOCKET_ID, record, SocketEntry.LOCAL_PORT, idLength);
        MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, record, INFO, size);
        Bytes.put16(record, ATTRIBUTE, 4 + size);
        Bytes.put16(record, ATTRIBUTE + 2, ATTRIBUTE_TCP_INFO);
        record[SocketEntry.STATE] = record[INFO];
        if (libc.control(descriptor, SIOCOUTQ, value) < 0) {
            return NONE;
        }
        Bytes.put32(record, SocketEntry.SEND_QUEUE, value.get(ValueLayout.JAVA_INT, 0));
        return record;
    }

    @Override
    public void close() {
        arena.close();
    }
}
