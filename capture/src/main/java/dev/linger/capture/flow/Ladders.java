package dev.linger.capture.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ladders of chosen connections, filled while the flows are read. Not thread-safe. */
public final class Ladders {
    private final Set<Long> numbers;
    private final int mostFirst;
    private final int mostLast;
    private final Map<Long, Ladder> ladders = new HashMap<>();

    private Ladders(Set<Long> numbers, int mostFirst, int mostLast) {
        this.numbers = Set.copyOf(numbers);
        this.mostFirst = mostFirst;
        this.mostLast = mostLast;
    }

    /** Every step of the connection with this number, from 1, in order of opening. */
    public static Ladders whole(long number) {
        return new Ladders(Set.of(number), Integer.MAX_VALUE, 0);
    }

    /** At most so many steps of each of these connections, two thirds of them from its begin. */
    public static Ladders of(Set<Long> numbers, int mostSteps) {
        int mostLast = mostSteps / 3;
        return new Ladders(numbers, mostSteps - mostLast, mostLast);
    }

    /** The ladder of this connection; null where it was not chosen or did not open. */
    public @Nullable Ladder of(long number) {
        return ladders.get(number);
    }

    /** Null where the connection was not chosen. */
    @Nullable Ladder begin(long number) {
        if (!numbers.contains(number)) {
            return null;
        }
        return ladders.computeIfAbsent(number, _ -> new Ladder(mostFirst, mostLast));
    }
}
