package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Payload of one direction that lies beyond a hole, in sequence order. Costs nothing while empty;
 * all flows of a capture share one budget, so that holes cannot fill the memory.
 */
final class HeldSegments {
    /** A held segment takes about this much beside its bytes. */
    private static final int OVERHEAD_BYTES = 64;

    private static final int BYTES_PER_DIRECTION = 4 << 20;

    /** Bytes held by all directions together. */
    static final class Budget {
        private static final long BYTES = 64L << 20;
        private long held;
    }

    /** A copy of a segment's payload; {@code length} is that on the wire. */
    static final class One {
        final int sequence;
        final int length;
        final byte[] bytes;
        final long packet;
        final long atNanos;

        private One(Segment segment, int sequence, Now now) {
            this.sequence = sequence;
            length = segment.length;
            bytes = Arrays.copyOfRange(segment.bytes, segment.from, segment.to);
            packet = now.packet;
            atNanos = now.atNanos;
        }
    }

    private final Budget budget;
    private List<One> segments = List.of();
    private long bytes;

    HeldSegments(Budget budget) {
        this.budget = budget;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    int firstSequence() {
        return segments.getFirst().sequence;
    }

    boolean isOverBudget() {
        return bytes > BYTES_PER_DIRECTION || budget.held > Budget.BYTES;
    }

    void add(Segment segment, int sequence, Now now) {
        if (segments.isEmpty()) {
            segments = new ArrayList<>(4);
        }
        int at = segments.size();
        while (at > 0 && segments.get(at - 1).sequence - sequence > 0) {
            at--;
        }
        if (at > 0
                && segments.get(at - 1).sequence == sequence
                && segments.get(at - 1).length >= segment.length) {
            return;
        }
        One one = new One(segment, sequence, now);
        segments.add(at, one);
        count(one.bytes.length + OVERHEAD_BYTES);
    }

    One removeFirst() {
        One one = segments.removeFirst();
        count(-(one.bytes.length + OVERHEAD_BYTES));
        if (segments.isEmpty()) {
            segments = List.of();
        }
        return one;
    }

    private void count(int delta) {
        bytes += delta;
        budget.held += delta;
    }
}
