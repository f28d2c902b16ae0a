package dev.linger.loop;

import org.jspecify.annotations.Nullable;

/**
 * Something that is to happen at a time, unless it is moved before. Owns no memory while it is not
 * set but its own; belongs to one {@link TimerWheel}. Not thread-safe.
 */
public abstract class Alarm {
    static final long UNSET = Long.MIN_VALUE;

    /** Nanoseconds of the wheel's clock; UNSET where it is in no wheel. */
    long at = UNSET;

    @Nullable Alarm next;
    @Nullable Alarm previous;

    /** For subclasses. */
    protected Alarm() {}

    /** Whether it is to go off. */
    public final boolean isSet() {
        return at != UNSET;
    }

    /** When it goes off; meaningless where it is not set. */
    public final long at() {
        return at;
    }

    /**
     * The time has come. The alarm is no longer set; it may be set again here.
     *
     * @param now nanoseconds of the wheel's clock
     */
    protected abstract void goesOff(long now);
}
