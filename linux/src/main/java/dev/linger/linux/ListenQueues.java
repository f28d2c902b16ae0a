package dev.linger.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many connections may wait at each listening TCP socket of this network namespace. sock_diag
 * alone tells it (net/ipv4/inet_diag.c): /proc/net/tcp has no column for it. Needs no capability.
 */
public final class ListenQueues {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int REQUEST_AND_DUMP = 0x301;
    private static final int IPPROTO_TCP = 6;
    private static final int ERROR = 2;
    private static final int DONE = 3;

    private static final int HEADER = 16;
    private static final int REQUEST = HEADER + 56;
    private static final int LISTENING = 1 << 10;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Libc libc;
    private final MemorySegment buffer;
    private final Map<Long, Long> rooms = new HashMap<>();

    private ListenQueues(Arena arena) {
        libc = new Libc(arena);
        buffer = arena.allocate(BUFFER_BYTES);
    }

    /**
     * The most connections that may wait, by inode of the listening socket.
     *
     * @throws IOException where the kernel has no sock_diag, or does not let us ask
     */
    public static Map<Long, Long> rooms() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ListenQueues queues = new ListenQueues(arena);
            int socket = queues.libc.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
            if (socket < 0) {
                throw failed("no socket for sock_diag", queues.libc.errno());
            }
            try {
                for (int family : List.of(2, 10)) {
                    queues.ask(socket, family, arena);
                    boolean more = true;
                    while (more) {
                        more = queues.receive(socket);
                    }
                }
            } finally {
                queues.libc.close(socket);
            }
            return queues.rooms;
        }
    }

    private static IOException failed(String what, int errno) {
        return new IOException(what + " (errno " + errno + ")");
    }

    private void ask(int socket, int family, Arena arena) throws IOException {
        byte[] request = new byte[REQUEST];
        Bytes.put32(request, 0, REQUEST);
        Bytes.put16(request, 4, SOCK_DIAG_BY_FAMILY);
        Bytes.put16(request, 6, REQUEST_AND_DUMP);
        request[HEADER] = (byte) family;
        request[HEADER + 1] = IPPROTO_TCP;
        Bytes.put32(request, HEADER + 4, LISTENING);
        if (libc.send(socket, arena.allocateFrom(ValueLayout.JAVA_BYTE, request)) != REQUEST) {
            throw failed("sock_diag takes no question", libc.errno());
        }
    }

    /** Whether more is to come. */
    private boolean receive(int socket) throws IOException {
        long length = libc.receive(socket, buffer, 0);
        if (length < 0) {
            if (libc.errno() == Libc.EINTR) {
                return true;
            }
            throw failed("sock_diag gives no answer", libc.errno());
        }
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        SocketEntry entry = new SocketEntry();
        int at = 0;
        while (at + HEADER <= bytes.length) {
            int size = (int) Math.min(Integer.MAX_VALUE, Bytes.u32(bytes, at));
            int type = Bytes.u16(bytes, at + 4);
            if (type == DONE || size < HEADER || size > bytes.length - at) {
                return false;
            }
            if (type == ERROR) {
                throw failed("sock_diag is not for us", -(int) Bytes.u32(bytes, at + HEADER));
            }
            if (type == SOCK_DIAG_BY_FAMILY && size >= HEADER + SocketEntry.LENGTH) {
                entry.view(bytes, at + HEADER, at + size);
                rooms.put(entry.inode(), entry.sendQueue());
            }
            at += (size + 3) & ~3;
        }
        return true;
    }
}
