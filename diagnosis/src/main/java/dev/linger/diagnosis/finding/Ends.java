package dev.linger.diagnosis.finding;

import dev.linger.life.Phase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Several kinds of ends taken together.
 *
 * @param kinds most frequent first
 */
public record Ends(List<LikeEnds> kinds) {

    public Ends {
        kinds = List.copyOf(kinds);
    }

    public static Ends of(Tally tally, Predicate<LikeEnds> claim) {
        return new Ends(tally.ends(claim));
    }

    /** Connections. */
    public long count() {
        return sum(LikeEnds::count);
    }

    /** Connections of these kinds that are of this one as well. */
    public long count(Predicate<LikeEnds> claim) {
        return sum(kind -> claim.test(kind) ? kind.count() : 0);
    }

    /** Those whose end was decided in this phase. */
    public long in(Phase phase) {
        return sum(kind -> kind.in(phase));
    }

    private long sum(ToLongFunction<LikeEnds> amount) {
        return kinds.stream().mapToLong(amount).sum();
    }

    /** The shortest time that the side which gave up had waited; -1 where none is known. */
    public long shortestWaitNanos() {
        return kinds.stream()
                .mapToLong(LikeEnds::shortestWaitNanos)
                .filter(nanos -> nanos >= 0)
                .min()
                .orElse(-1);
    }

    /** The longest one; -1 where none is known. */
    public long longestWaitNanos() {
        return kinds.stream().mapToLong(LikeEnds::longestWaitNanos).max().orElse(-1);
    }

    /** The status of the last response, from 400 on, that most of them have; 0 where none has. */
    public int status() {
        List<Integer> statuses = statuses(1);
        return statuses.isEmpty() ? 0 : statuses.getFirst();
    }

    /** Those that so many have or more; most frequent first. */
    public List<Integer> statuses(long fewest) {
        Map<Integer, Long> counts = new TreeMap<>();
        kinds.forEach(
                kind -> kind.statuses().forEach((code, n) -> counts.merge(code, n, Long::sum)));
        return counts.entrySet().stream()
                .filter(one -> one.getValue() >= fewest)
                .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }
}
