package dev.linger.linux;

import java.util.Locale;

/** State of a socket, under Linux's name and number (include/net/tcp_states.h). */
public enum TcpState {
    ESTABLISHED(1),
    SYN_SENT(2),
    SYN_RECV(3),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    TIME_WAIT(6),
    CLOSE(7),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    LISTEN(10),
    CLOSING(11),
    NEW_SYN_RECV(12),
    BOUND_INACTIVE(13);

    private static final TcpState[] STATES = values();

    private final int number;
    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    TcpState(int number) {
        this.number = number;
    }

    /** The state with Linux's number, from 1; CLOSE where a newer kernel has one more. */
    static TcpState of(int number) {
        return number >= 1 && number <= STATES.length ? STATES[number - 1] : CLOSE;
    }

    /** Linux's number. */
    public int number() {
        return number;
    }

    /** {@code time-wait}, {@code close-wait}. */
    public String word() {
        return word;
    }

    /** {@code TIME_WAIT}, {@code CLOSE_WAIT}. */
    public String linuxName() {
        return name();
    }
}
