package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one connection, in wire order, for drawing: all of them, or the first and the last
 * ones of a long connection. Not thread-safe.
 */
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

    private final int mostFirst;
    private final int mostLast;
    private final List<Step> first = new ArrayList<>();
    private final ArrayDeque<Step> last = new ArrayDeque<>();
    private long leftOut;

    /** Start lines of the messages that begin in the current packet. */
    private final List<String> lines = new ArrayList<>();

    /**
     * @param mostFirst how many steps are kept from the begin on
     * @param mostLast how many of the later ones, up to the end
     */
    Ladder(int mostFirst, int mostLast) {
        this.mostFirst = mostFirst;
        this.mostLast = mostLast;
    }

    void say(String startLine) {
        lines.add(startLine);
    }

    void add(Moment at, Side from, Segment segment, String remark, boolean firstClose) {
        String message = String.join("; ", lines);
        lines.clear();
        keep(new Step(at, from, segment.flags, segment.length, message, remark, firstClose));
    }

    private void keep(Step step) {
        if (first.size() < mostFirst) {
            first.add(step);
            return;
        }
        last.add(step);
        if (last.size() > mostLast) {
            last.removeFirst();
            leftOut++;
        }
    }

    /** The steps from the begin on; all of them where none is left out. */
    public List<Step> first() {
        List<Step> steps = new ArrayList<>(first);
        if (leftOut == 0) {
            steps.addAll(last);
        }
        return steps;
    }

    /** How many steps between the first and the last ones are left out. */
    public long leftOut() {
        return leftOut;
    }

    /** The steps up to the end, after those left out; none where none is. */
    public List<Step> last() {
        return leftOut == 0 ? List.of() : List.copyOf(last);
    }
}
