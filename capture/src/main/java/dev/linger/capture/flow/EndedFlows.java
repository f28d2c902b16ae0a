package dev.linger.capture.flow;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Connections that have ended and wait for strays, in order of their end. */
final class EndedFlows {
    static final int STRAYS_SECONDS = 60;
    static final int STRAYS_SECONDS_AT_ONCE = 2;
    static final int STRAYS_CONNECTIONS = 256;

    private final long straysNanos;

    private final ArrayDeque<Flow> flows = new ArrayDeque<>();

    // Every packet asks whether one is due: what that takes is kept here.
    private boolean waits;
    private boolean tooMany;
    private long oldestSinceNanos;

    /**
     * @param atOnce whether somebody reads along
     */
    EndedFlows(boolean atOnce) {
        straysNanos = (atOnce ? STRAYS_SECONDS_AT_ONCE : STRAYS_SECONDS) * 1_000_000_000L;
    }

    void add(Flow flow) {
        flows.add(flow);
        lookAtOldest();
    }

    /** Does nothing where it is not among them. */
    void remove(Flow flow) {
        flows.remove(flow);
        lookAtOldest();
    }

    boolean isDue(long nowNanos) {
        return waits && (tooMany || nowNanos - oldestSinceNanos > straysNanos);
    }

    /** The one that ended first; null where none is left. */
    @Nullable Flow poll() {
        Flow oldest = flows.pollFirst();
        lookAtOldest();
        return oldest;
    }

    private void lookAtOldest() {
        Flow oldest = flows.peekFirst();
        waits = oldest != null;
        tooMany = flows.size() > STRAYS_CONNECTIONS;
        oldestSinceNanos = oldest == null ? 0 : oldest.overSinceNanos;
    }
}
