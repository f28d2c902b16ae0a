package dev.linger.linux;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Sockets of a server's port, or of a destination, counted. Not thread-safe. */
public final class SocketCount {
    /**
     * The states of connections, which are all but those of listeners and of sockets only bound.
     */
    public static final Set<TcpState> STATES =
            Collections.unmodifiableSet(
                    EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.BOUND_INACTIVE)));

    private final long[] byState = new long[TcpState.values().length + 1];
    private final long[] portsByState = new long[byState.length];
    private ClosesPerSecond closes = new ClosesPerSecond();
    private long idle;

    /** Sockets in this state. */
    public long in(TcpState state) {
        return byState[state.number()];
    }

    /** Sockets in all states. */
    public long all() {
        return Arrays.stream(byState).sum();
    }

    /** When its connections in TIME_WAIT were closed: by this side first, or by both at once. */
    public ClosesPerSecond closes() {
        return closes;
    }

    /** Local ports taken of the range that the kernel gives to clients, those in TIME_WAIT too. */
    public long ports() {
        return Arrays.stream(portsByState).sum();
    }

    /**
     * Established connections on which no payload has passed for {@value Census#IDLE_MILLIS} ms;
     * not known where {@link Census#knowsIdle} says so.
     */
    public long idle() {
        return idle;
    }

    void add(SocketEntry socket, PortRange range) {
        TcpState state = socket.state();
        byState[state.number()]++;
        if (range.contains(socket.localPort())) {
            portsByState[state.number()]++;
        }
        if (state == TcpState.TIME_WAIT) {
            closes.add(Census.TIME_WAIT_MILLIS - socket.timeWaitLeftMillis());
        }
    }

    void addIdle() {
        idle++;
    }

    /** Adds what an earlier count has of these states. */
    void keep(SocketCount earlier, Set<TcpState> states) {
        for (TcpState state : states) {
            byState[state.number()] += earlier.in(state);
            portsByState[state.number()] += earlier.portsByState[state.number()];
        }
        idle += states.contains(TcpState.ESTABLISHED) ? earlier.idle : 0;
        closes = closes.with(earlier.closes);
    }

    /** What is known of a state from elsewhere. */
    void set(TcpState state, long count) {
        byState[state.number()] = count;
    }

    boolean isEmpty() {
        return all() == 0;
    }
}
