package dev.linger.linux;

import dev.linger.life.Endpoint;

/** The event of a socket's end, as the kernel would tell it: struct inet_diag_msg, tcp_info. */
final class EndEvent {
    private static final int INFO_BYTES = 224;
    private static final int INFO = SocketEntry.LENGTH + 4;
    private static final int ATTRIBUTE_TCP_INFO = 2;
    private static final int AF_INET = 2;
    private static final int ANSWERED_MICROS = 100;

    private final byte[] bytes = new byte[INFO + INFO_BYTES];

    private EndEvent(Endpoint local, int oppositePort, long cookie) {
        bytes[0] = AF_INET;
        bytes[SocketEntry.STATE] = (byte) TcpState.CLOSE.number();
        Bytes.putBigEndian(bytes, SocketEntry.LOCAL_PORT, local.port(), 2);
        Bytes.putBigEndian(bytes, SocketEntry.OPPOSITE_PORT, oppositePort, 2);
        Bytes.putBigEndian(bytes, SocketEntry.LOCAL_ADDRESS, local.low(), 4);
        Bytes.put32(bytes, SocketEntry.COOKIE, cookie);
        Bytes.put16(bytes, SocketEntry.LENGTH, INFO_BYTES + 4);
        Bytes.put16(bytes, SocketEntry.LENGTH + 2, ATTRIBUTE_TCP_INFO);
        Bytes.put32(bytes, INFO + 68, ANSWERED_MICROS);
    }

    /** A client's, which had its SYN acknowledged and no FIN. */
    static EndEvent ofClient(Endpoint local, Endpoint opposite, long cookie) {
        EndEvent event = new EndEvent(local, opposite.port(), cookie);
        Bytes.putBigEndian(event.bytes, SocketEntry.OPPOSITE_ADDRESS, opposite.low(), 4);
        Bytes.put32(event.bytes, INFO + 120, 1);
        return event;
    }

    /** One that SO_LINGER 0 made forget the opposite end. */
    static EndEvent discarded(Endpoint local, long cookie) {
        EndEvent event = new EndEvent(local, 0, cookie);
        Bytes.put32(event.bytes, SocketEntry.SEND_QUEUE, 1 << 16);
        return event;
    }

    /** As a look at the table shows it before. */
    EndEvent in(TcpState state) {
        bytes[SocketEntry.STATE] = (byte) state.number();
        return this;
    }

    /** With this in one byte of tcp_info. */
    EndEvent with(int offset, int value) {
        bytes[INFO + offset] = (byte) value;
        return this;
    }

    SocketEntry entry() {
        SocketEntry entry = new SocketEntry();
        entry.view(bytes, 0, bytes.length);
        return entry;
    }
}
