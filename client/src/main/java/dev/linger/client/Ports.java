package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import dev.linger.linux.PortRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The local ports that this client has used up: those of its connections that ended with TIME_WAIT
 * here, each for a minute, by what ended them. Thread-safe.
 */
final class Ports {
    /** Linux's TCP_TIMEWAIT_LEN. */
    private static final long TIME_WAIT_NANOS = 60_000_000_000L;

    private record Left(long until, CloseCause cause) {}

    private record Destination(InetAddress address, int port) {}

    private final Map<Destination, ArrayDeque<Left>> left = new HashMap<>();
    private long forgotAt = System.nanoTime();

    void ended(Connection connection, JudgedLife life) {
        if (life.verdict().closing().timeWaitAt() != TimeWaitAt.CLIENT) {
            return;
        }
        ended(connection.server(), life.verdict().closing().cause(), System.nanoTime());
    }

    synchronized void ended(InetSocketAddress server, CloseCause cause, long now) {
        if (now - forgotAt > TIME_WAIT_NANOS) {
            forgotAt = now;
            forget(now);
        }
        ArrayDeque<Left> queue =
                left.computeIfAbsent(
                        new Destination(server.getAddress(), server.getPort()),
                        _ -> new ArrayDeque<>());
        forget(queue, now);
        queue.addLast(new Left(now + TIME_WAIT_NANOS, cause));
    }

    /** To how many destinations ports are known to be used up. */
    synchronized int destinations() {
        return left.size();
    }

    private void forget(long now) {
        left.values()
                .removeIf(queue -> {
                    forget(queue, now);
                    return queue.isEmpty();
                });
    }

    private static void forget(ArrayDeque<Left> queue, long now) {
        while (!queue.isEmpty() && queue.getFirst().until() - now <= 0) {
            queue.removeFirst();
        }
    }

    /**
     * Why no port is left, as a sentence: {@code none of 28,232 local ports is left to port 80:
     * this client has 12 connections open, and 27,900 that it ended in the last minute left
     * TIME_WAIT here, most from surplus}.
     */
    synchronized String exhausted(int port, int openNow) {
        Map<CloseCause, Integer> causes = new EnumMap<>(CloseCause.class);
        int waiting = 0;
        forget(System.nanoTime());
        for (var entry : left.entrySet()) {
            if (entry.getKey().port() == port) {
                waiting += entry.getValue().size();
                entry.getValue().forEach(one -> causes.merge(one.cause(), 1, Integer::sum));
            }
        }
        String most =
                causes.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(one -> ", most from " + Objects.requireNonNull(one).getKey().word())
                        .orElse("");
        return "none of "
                + Wording.count(PortRange.ofHost().count())
                + " local ports is left to port "
                + port
                + ": this client has "
                + Wording.count(openNow, "connection")
                + " open, and "
                + Wording.count(waiting)
                + " that it ended in the last minute left TIME_WAIT here"
                + most;
    }
}
