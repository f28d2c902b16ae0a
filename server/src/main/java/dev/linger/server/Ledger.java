package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of a server's connections: counts by cause, and the last lives. Thread-safe. */
public final class Ledger {
    private final int most;
    private final Map<CloseCause, LongAdder> byCause = new EnumMap<>(CloseCause.class);
    private final LongAdder opened = new LongAdder();
    private final LongAdder exchanges = new LongAdder();
    private final ArrayDeque<JudgedLife> last = new ArrayDeque<>();

    /**
     * @param most lives that are kept
     */
    Ledger(int most) {
        this.most = most;
        for (CloseCause cause : CloseCause.values()) {
            byCause.put(cause, new LongAdder());
        }
    }

    void opened() {
        opened.increment();
    }

    void exchanged() {
        exchanges.increment();
    }

    void closed(JudgedLife life) {
        adder(life.verdict().closing().cause()).increment();
        synchronized (last) {
            if (last.size() == most) {
                last.removeFirst();
            }
            last.addLast(life);
        }
    }

    private LongAdder adder(CloseCause cause) {
        LongAdder adder = byCause.get(cause);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + cause);
        }
        return adder;
    }

    /** Connections accepted since the server started. */
    public long connections() {
        return opened.sum();
    }

    /** Exchanges that have ended. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Connections that have ended for this cause. */
    public long closed(CloseCause cause) {
        return adder(cause).sum();
    }

    /** Connections that have ended. */
    public long closed() {
        return byCause.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The lives of the connections that ended last, the latest at the end. */
    public List<JudgedLife> last() {
        synchronized (last) {
            return new ArrayList<>(last);
        }
    }
}
