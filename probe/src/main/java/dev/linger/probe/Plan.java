package dev.linger.probe;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a probe will do, to be shown before it does it.
 *
 * @param first questions that are asked one after the other, on a server that is not busy with us
 * @param rest questions that are asked at the same time
 * @param holding questions that keep the server waiting; they begin when the others have theirs
 */
public record Plan(
        Target target,
        Bounds bounds,
        List<Question> first,
        List<Question> rest,
        List<Question> holding) {

    /** Everything there is to ask. */
    public static Plan of(Target target, Bounds bounds) {
        return new Plan(
                target,
                bounds,
                List.of(
                        new SilentNeighbour(),
                        new FirstBytes(),
                        new ManyAtOnce(),
                        new RequestCap(),
                        new Malformed()),
                List.of(
                        new IdleBetween(),
                        new RequestedClose(),
                        new OldVersion(),
                        new HalfClose(),
                        new UnreadBody(),
                        new Age()),
                List.of(new SilentStart(), new SlowHead(), new SlowBody()));
    }

    /** All questions, with the first request of all. */
    public List<Question> questions() {
        return Stream.of(List.of((Question) new Acquaintance()), first, rest, holding)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Connections that are opened at most, one after the other or together; one more than the
     * questions need shows whether the server still serves others.
     */
    public int connections() {
        return 1 + questions().stream().mapToInt(one -> one.cost(bounds).connections()).sum();
    }

    /** Requests that are sent at most, with that one's. */
    public int requests() {
        return 1 + questions().stream().mapToInt(one -> one.cost(bounds).requests()).sum();
    }

    /** How long it takes where each wait is as long as it may be, and answers come at once. */
    public Duration longest() {
        return Stream.concat(rest.stream(), holding.stream())
                .map(one -> one.cost(bounds).longest())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .plus(Duration.ofSeconds(5));
    }
}
