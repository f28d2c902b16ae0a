package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Ends that SO_LINGER 0 made forget their connection, of late: of such a socket the kernel still
 * tells the port, and the address where its owner had bound it (tcp_disconnect(), net/ipv4/tcp.c).
 * {@value #MOST} at most.
 */
final class Discards {
    private record Discard(Endpoint end, long atNanos) {
        boolean mayBe(Endpoint sought) {
            boolean isAnyAddress = end.high() == 0 && (end.low() == 0 || end.low() == ANY_IPV4);
            return isAnyAddress || end.equals(sought);
        }
    }

    private static final int MOST = 1 << 16;
    private static final long ANY_IPV4 = Endpoint.ofIpv4(0, 0).low();

    private final Map<Integer, Deque<Discard>> ofPorts = new HashMap<>();
    private int size;
    private long notTaken;

    void add(Endpoint end, long atNanos) {
        notTaken++;
        if (size < MOST && end.port() != 0) {
            ofPorts.computeIfAbsent(end.port(), _ -> new ArrayDeque<>(2))
                    .add(new Discard(end, atNanos));
            size++;
        }
    }

    /** Whether this end may be one that was discarded then or later; if so, it is taken out. */
    boolean take(Endpoint end, long sinceNanos) {
        Iterator<Discard> each = ofPorts.getOrDefault(end.port(), new ArrayDeque<>()).iterator();
        while (each.hasNext()) {
            Discard one = each.next();
            if (one.atNanos >= sinceNanos && one.mayBe(end)) {
                each.remove();
                size--;
                notTaken--;
                return true;
            }
        }
        return false;
    }

    void forgetBefore(long nanos) {
        ofPorts.values()
                .removeIf(discards -> {
                    while (!discards.isEmpty() && discards.peekFirst().atNanos < nanos) {
                        discards.removeFirst();
                        size--;
                    }
                    return discards.isEmpty();
                });
    }

    /** How many were never taken out. */
    long notTaken() {
        return notTaken;
    }
}
