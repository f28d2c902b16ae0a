package dev.linger.linux;

import dev.linger.life.Endpoint;

/**
 * One socket as the kernel describes it (struct inet_diag_msg, include/uapi/linux/inet_diag.h). A
 * view, valid during the call that hands it over; nothing is made until asked for. Not thread-safe.
 */
public final class SocketEntry {
    static final int LENGTH = 72;

    static final int STATE = 1;
    static final int TIMER = 2;
    static final int LOCAL_PORT = 4;
    static final int OPPOSITE_PORT = 6;
    static final int LOCAL_ADDRESS = 8;
    static final int OPPOSITE_ADDRESS = 24;
    static final int INTERFACE = 40;
    static final int COOKIE = 44;
    static final int EXPIRES = 52;
    static final int RECEIVE_QUEUE = 56;
    static final int SEND_QUEUE = 60;
    static final int USER = 64;
    static final int INODE = 68;

    private static final int FAMILY_IPV4 = 2;
    private static final long IPV4_MAPPED = 0xffff_0000_0000L;
    private static final int TIMER_TIME_WAIT = 3;
    private static final int ATTRIBUTE_TCP_INFO = 2;
    private static final int NOT_LOOKED_FOR = -2;

    private byte[] bytes = new byte[LENGTH];
    private int at;
    private int end = LENGTH;
    private int info = NOT_LOOKED_FOR;

    SocketEntry() {}

    void view(byte[] newBytes, int from, int to) {
        bytes = newBytes;
        at = from;
        end = to;
        info = NOT_LOOKED_FOR;
    }

    /** Its state. */
    public TcpState state() {
        return TcpState.of(bytes[at + STATE]);
    }

    /** Its end on this host. */
    public Endpoint local() {
        return endpoint(LOCAL_ADDRESS, localPort());
    }

    /** The opposite end; port 0 where there is none. */
    public Endpoint opposite() {
        return endpoint(OPPOSITE_ADDRESS, oppositePort());
    }

    /** The first half of the address of {@link #local}; nothing is made for it. */
    long localHigh() {
        return high(LOCAL_ADDRESS);
    }

    long localLow() {
        return low(LOCAL_ADDRESS);
    }

    long oppositeHigh() {
        return high(OPPOSITE_ADDRESS);
    }

    long oppositeLow() {
        return low(OPPOSITE_ADDRESS);
    }

    public int localPort() {
        return port(LOCAL_PORT);
    }

    public int oppositePort() {
        return port(OPPOSITE_PORT);
    }

    /** The interface to which it is bound, as to an address of its link only; 0 for any. */
    int interfaceIndex() {
        return (int) Bytes.u32(bytes, at + INTERFACE);
    }

    /** The kernel's name of the socket, which outlives its process; -1 where it has none. */
    public long cookie() {
        return Bytes.u32(bytes, at + COOKIE) | Bytes.u32(bytes, at + COOKIE + 4) << 32;
    }

    /** Milliseconds until TIME_WAIT ends (or an orphan's FIN_WAIT2); -1 without that timer. */
    public long timeWaitLeftMillis() {
        return bytes[at + TIMER] == TIMER_TIME_WAIT ? Bytes.u32(bytes, at + EXPIRES) : -1;
    }

    /** Bytes that the program has not read; of a listening socket, connections not accepted. */
    public long receiveQueue() {
        return Bytes.u32(bytes, at + RECEIVE_QUEUE);
    }

    /** Bytes not acknowledged. */
    public long sendQueue() {
        return Bytes.u32(bytes, at + SEND_QUEUE);
    }

    /** Of a listening socket, the most connections that may wait; -1 where /proc does not say. */
    public long backlog() {
        return cookie() == -1 ? -1 : sendQueue();
    }

    /**
     * Of a socket that is over, whether it was connected and its owner made the kernel forget that,
     * as SO_LINGER 0 does: tcp_disconnect() leaves a distance in its sequence numbers, which no
     * listener has and no failed connect.
     */
    public boolean wasDiscarded() {
        return oppositePort() == 0 && sendQueue() > 3;
    }

    /** User id of the owner; 0 in TIME_WAIT, which belongs to nobody. */
    public long user() {
        return Bytes.u32(bytes, at + USER);
    }

    /** Inode, by which a process's descriptors name it; 0 where no process holds it. */
    public long inode() {
        return Bytes.u32(bytes, at + INODE);
    }

    /**
     * Milliseconds since the last payload was sent; -1 where the kernel was not asked or is old.
     */
    public long lastDataSentMillis() {
        return infoU32(44);
    }

    /** Milliseconds since the last payload came; -1 where the kernel was not asked or is old. */
    public long lastDataReceivedMillis() {
        return infoU32(52);
    }

    /**
     * Milliseconds since the last ACK came, a FIN counts; -1 where not asked or the kernel is old.
     */
    public long lastAckReceivedMillis() {
        return infoU32(56);
    }

    /** Smoothed round trip time in microseconds; -1 where not asked. */
    public long roundTripMicros() {
        return infoU32(68);
    }

    /**
     * Of a socket in CLOSE_WAIT, milliseconds since the opposite side's FIN came, or less: what
     * else came since then without payload (a keep-alive probe) counts from there. -1 otherwise.
     */
    public long closeWaitMillis() {
        return state() == TcpState.CLOSE_WAIT ? lastAckReceivedMillis() : -1;
    }

    /**
     * Of a socket in CLOSE_WAIT, how long it was idle when the opposite side closed it: that one's
     * idle timeout, where it was idle. -1 where the kernel was not asked or the state is another.
     */
    public long idleBeforeCloseWaitMillis() {
        long age = closeWaitMillis();
        return age < 0 ? -1 : Math.max(0, idleMillis() - age);
    }

    /** Milliseconds since payload was sent or came; -1 where the kernel was not asked or is old. */
    public long idleMillis() {
        return Math.min(lastDataSentMillis(), lastDataReceivedMillis());
    }

    /** Repetitions to which nothing has come back; -1 where not asked. */
    public int unansweredRepetitions() {
        int from = info();
        return from < 0 || from + 4 > infoEnd() ? -1 : bytes[from + 2] & 0xff;
    }

    /** Probes, keep-alive and zero window, to which nothing has come back; -1 where not asked. */
    public int unansweredProbes() {
        int from = info();
        return from < 0 || from + 4 > infoEnd() ? -1 : bytes[from + 3] & 0xff;
    }

    /** Segments sent again; -1 where not asked. */
    public long retransmissions() {
        return infoU32(100);
    }

    /** Segments sent; -1 where not asked. */
    public long segmentsSent() {
        return infoU32(136);
    }

    /** Segments received; -1 where not asked. */
    public long segmentsReceived() {
        return infoU32(140);
    }

    /** Sequence numbers acknowledged, SYN and FIN among them; -1 where not asked. */
    public long bytesAcknowledged() {
        return infoU64(120);
    }

    /** Sequence numbers received, the FIN among them; -1 where not asked. */
    public long bytesReceived() {
        return infoU64(128);
    }

    /** Bytes that the program has written and that were not sent yet; -1 where not asked. */
    public long notSentBytes() {
        return infoU32(144);
    }

    /** Payload bytes sent, those sent again included; -1 where not asked or the kernel is old. */
    public long bytesSent() {
        return infoU64(200);
    }

    /** Payload bytes sent again; -1 where not asked or the kernel is old. */
    public long bytesRetransmitted() {
        return infoU64(208);
    }

    private long infoU32(int offset) {
        int from = info();
        return from < 0 || from + offset + 4 > infoEnd() ? -1 : Bytes.u32(bytes, from + offset);
    }

    private long infoU64(int offset) {
        int from = info();
        return from < 0 || from + offset + 8 > infoEnd()
                ? -1
                : Bytes.u32(bytes, from + offset) | Bytes.u32(bytes, from + offset + 4) << 32;
    }

    /** Where the struct tcp_info begins; its length differs between kernels. */
    private int info() {
        if (info == NOT_LOOKED_FOR) {
            info = -1;
            int next = at + LENGTH;
            while (next + 4 <= end) {
                int length = Bytes.u16(bytes, next);
                if (length < 4 || next + length > end) {
                    break;
                }
                if (Bytes.u16(bytes, next + 2) == ATTRIBUTE_TCP_INFO) {
                    info = next + 4;
                    break;
                }
                next += (length + 3) & ~3;
            }
        }
        return info;
    }

    private int infoEnd() {
        return info + Bytes.u16(bytes, info - 4) - 4;
    }

    private int port(int offset) {
        return (bytes[at + offset] & 0xff) << 8 | (bytes[at + offset + 1] & 0xff);
    }

    private Endpoint endpoint(int offset, int port) {
        return new Endpoint(high(offset), low(offset), port);
    }

    private long high(int offset) {
        return bytes[at] == FAMILY_IPV4 ? 0 : Bytes.bigEndian(bytes, at + offset, 8);
    }

    private long low(int offset) {
        return bytes[at] == FAMILY_IPV4
                ? IPV4_MAPPED | Bytes.bigEndian(bytes, at + offset, 4)
                : Bytes.bigEndian(bytes, at + offset + 8, 8);
    }
}
