package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections being watched: open addressing with linear probing, either direction finds one.
 */
final class FlowTable {
    private @Nullable Flow[] slots = new Flow[1 << 12];
    private long[] hashes = new long[1 << 12];
    private int size;

    /** The connection that the segment belongs to, in either direction. */
    @Nullable Flow find(Segment segment, long hash) {
        int mask = slots.length - 1;
        for (int at = (int) hash & mask; ; at = (at + 1) & mask) {
            Flow flow = slots[at];
            if (flow == null) {
                return null;
            }
            if (hashes[at] == hash && flow.matches(segment)) {
                return flow;
            }
        }
    }

    void add(Flow flow) {
        if (size * 2 >= slots.length) {
            grow();
        }
        insert(flow);
        size++;
    }

    /** Closes the hole that the removed one leaves, so that probing needs no tombstones. */
    void remove(Flow flow) {
        int mask = slots.length - 1;
        int hole = (int) flow.hash & mask;
        while (slots[hole] != flow) {
            if (slots[hole] == null) {
                return;
            }
            hole = (hole + 1) & mask;
        }
        size--;
        for (int at = (hole + 1) & mask; slots[at] != null; at = (at + 1) & mask) {
            int home = (int) hashes[at] & mask;
            if (((at - home) & mask) >= ((at - hole) & mask)) {
                slots[hole] = slots[at];
                hashes[hole] = hashes[at];
                hole = at;
            }
        }
        slots[hole] = null;
    }

    /** All of them, in no order. */
    Stream<Flow> flows() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    private void insert(Flow flow) {
        int mask = slots.length - 1;
        int at = (int) flow.hash & mask;
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = flow;
        hashes[at] = flow.hash;
    }

    private void grow() {
        @Nullable Flow[] old = slots;
        slots = new Flow[old.length * 2];
        hashes = new long[old.length * 2];
        for (Flow flow : old) {
            if (flow != null) {
                insert(flow);
            }
        }
    }
}
