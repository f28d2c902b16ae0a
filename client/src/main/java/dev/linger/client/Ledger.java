package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What became of a client's connections: counts by cause, and the last lives. Thread-safe. */
public final class Ledger {
    private static final int MOST = 1000;

    private final Map<CloseCause, LongAdder> byCause = new EnumMap<>(CloseCause.class);
    private final ArrayDeque<JudgedLife> last = new ArrayDeque<>();
    final LongAdder opened = new LongAdder();
    final LongAdder retried = new LongAdder();

    Ledger() {
        for (CloseCause cause : CloseCause.values()) {
            byCause.put(cause, new LongAdder());
        }
    }

    void closed(JudgedLife life) {
        adder(life.verdict().closing().cause()).increment();
        synchronized (last) {
            if (last.size() == MOST) {
                last.removeFirst();
            }
            last.addLast(life);
        }
    }

    private LongAdder adder(CloseCause cause) {
        return Objects.requireNonNull(byCause.get(cause));
    }

    /** Connections opened since the client was made. */
    public long connections() {
        return opened.sum();
    }

    /** Requests that were sent a second time. */
    public long retries() {
        return retried.sum();
    }

    /** Connections that have ended for this cause. */
    public long closed(CloseCause cause) {
        return adder(cause).sum();
    }

    /** Connections that have ended. */
    public long closed() {
        return byCause.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The lives of the last thousand connections that ended, the latest at the end. */
    public List<JudgedLife> last() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }
}
