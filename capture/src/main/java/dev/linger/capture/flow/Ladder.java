package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
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

    /** Start lines of the messages that begin in the current packet. */
    private final List<String> lines = new ArrayList<>();

    void say(String startLine) {
        lines.add(startLine);
    }

    void add(Moment at, Side from, Segment segment, String remark, boolean firstClose) {
        String message = String.join("; ", lines);
        steps.add(new Step(at, from, segment.flags, segment.length, message, remark, firstClose));
        lines.clear();
    }

    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
