package dev.linger.capture.flow;

import dev.linger.life.Moment;
import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.List;

/** All steps of one connection, in wire order, for drawing. */
public final class Ladder {

    /**
     * One packet of the connection.
     *
     * @param flags TCP flags as in {@link dev.linger.capture.link.Segment#flags}
     * @param length payload bytes
     * @param message start line of each message that begins here, with the fields that decide about
     *     the connection: {@code GET / HTTP/1.1, Connection: close}; empty where none does
     * @param remark {@code retransmission}, {@code window 0}, ...; empty where there is none
     * @param firstClose whether it is the connection's first FIN or RST
     */
    public record Step(
            Moment at,
            Side from,
            int flags,
            int length,
            String message,
            String remark,
            boolean firstClose) {}

    private final List<Step> steps = new ArrayList<>();

    void add(Step step) {
        steps.add(step);
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
