package dev.linger.loop;

import org.jspecify.annotations.Nullable;

/**
 * Alarms in order of time: three rings of 256 slots each, of 4.2 ms, 1.1 s and 4.6 min; what lies
 * farther away goes round again (hashed hierarchical wheels, Varghese and Lauck 1987). Setting,
 * moving and stopping an alarm takes constant time and allocates nothing. An alarm never goes off
 * early, and late by one slot of 4.2 ms at most. Not thread-safe.
 */
public final class TimerWheel {
    private static final int TICK_BITS = 22;
    private static final int RING_BITS = 8;
    private static final int SLOTS = 1 << RING_BITS;
    private static final int RINGS = 3;

    /** Head of a slot's ring of alarms. */
    private static final class Slot extends Alarm {
        Slot() {
            next = this;
            previous = this;
        }

        @Nullable Alarm first() {
            return next == this ? null : next;
        }

        @Override
        protected void goesOff(long now) {
            throw new IllegalStateException("a slot is no alarm");
        }
    }

    private final Slot[] slots = new Slot[RINGS * SLOTS];

    /** Ticks whose slots are emptied. */
    private long tick;

    private int count;

    /**
     * @param now nanoseconds of the clock whose times will be given
     */
    public TimerWheel(long now) {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        tick = now >> TICK_BITS;
    }

    /** Number of alarms that are set. */
    public int count() {
        return count;
    }

    /**
     * Sets the alarm, or moves it.
     *
     * @param at nanoseconds; what lies in the past goes off with the next {@link #advance}
     */
    public void set(Alarm alarm, long at) {
        stop(alarm);
        alarm.at = at;
        count++;
        place(alarm, tick + 1);
    }

    /** The alarm does not go off; nothing happens where it is not set. */
    public void stop(Alarm alarm) {
        if (alarm.isSet()) {
            unlink(alarm);
            alarm.at = Alarm.UNSET;
            count--;
        }
    }

    /** Lets every alarm go off whose time has come. */
    public void advance(long now) {
        long last = now >> TICK_BITS;
        while (tick < last) {
            if (count == 0) {
                tick = last;
                return;
            }
            tick++;
            cascade();
            boolean emptied = false;
            try {
                empty(slots[slotOf(tick)], now);
                emptied = true;
            } finally {
                // One that throws leaves the others of its slot to the next time.
                tick -= emptied ? 0 : 1;
            }
        }
    }

    private void empty(Slot slot, long now) {
        for (Alarm alarm = slot.first(); alarm != null; alarm = slot.first()) {
            if (alarm.at >> TICK_BITS >= tick) {
                // Of a later round; it is placed behind this slot.
                unlink(alarm);
                place(alarm, tick + 1);
            } else {
                stop(alarm);
                alarm.goesOff(now);
            }
        }
    }

    /**
     * Nanoseconds until the next alarm may go off, at most one turn of the first ring; {@link
     * Long#MAX_VALUE} where none is set.
     */
    public long untilNext(long now) {
        if (count == 0) {
            return Long.MAX_VALUE;
        }
        long at = tick + 1;
        // At the end of the ring, alarms of the next one may come down.
        while (isEmpty(slots[slotOf(at)]) && slotOf(at) != 0) {
            at++;
        }
        return Math.max(0, (at << TICK_BITS) - now);
    }

    /** Brings the alarms of outer rings down when an inner ring has gone round. */
    private void cascade() {
        for (int ring = 1; ring < RINGS; ring++) {
            if ((tick & ((1L << (RING_BITS * ring)) - 1)) != 0) {
                return;
            }
            Slot slot = slots[ring * SLOTS + slotOf(tick >> (RING_BITS * ring))];
            Alarm alarm = slot.next;
            slot.next = slot;
            slot.previous = slot;
            while (alarm != null && alarm != slot) {
                Alarm following = alarm.next;
                // This tick's own slot is emptied after that.
                place(alarm, tick);
                alarm = following;
            }
        }
    }

    private void place(Alarm alarm, long earliest) {
        // The slot after the alarm's own, so that it is never early.
        long due = Math.max((alarm.at >> TICK_BITS) + 1, earliest);
        long away = due - tick;
        int ring = 0;
        while (ring < RINGS - 1 && away >> (RING_BITS * (ring + 1)) != 0) {
            ring++;
        }
        long farthest = tick + (1L << (RING_BITS * RINGS)) - (1L << (RING_BITS * (RINGS - 1)));
        long slotTick = Math.min(due, farthest) >> (RING_BITS * ring);
        link(slots[ring * SLOTS + slotOf(slotTick)], alarm);
    }

    private static int slotOf(long ticks) {
        return (int) (ticks & (SLOTS - 1));
    }

    private static boolean isEmpty(Slot slot) {
        return slot.next == slot;
    }

    private static void link(Slot slot, Alarm alarm) {
        Alarm last = slot.previous == null ? slot : slot.previous;
        alarm.previous = last;
        alarm.next = slot;
        last.next = alarm;
        slot.previous = alarm;
    }

    private static void unlink(Alarm alarm) {
        Alarm before = alarm.previous;
        Alarm after = alarm.next;
        if (before != null && after != null) {
            before.next = after;
            after.previous = before;
        }
        alarm.next = null;
        alarm.previous = null;
    }
}
