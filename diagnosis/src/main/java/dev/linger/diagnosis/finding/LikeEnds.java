package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Verdict;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Connections that ended alike: how many, and the first of them. Not thread-safe. */
public final class LikeEnds {

    /**
     * What the connections of a group have in common. Compared by hand: what a record has of itself
     * takes longer than everything else that is done with a connection here.
     */
    public record Likeness(
            CloseCause cause, DecidedBy decidedBy, ClosedFirst closedFirst, Manner manner) {

        static Likeness of(Closing closing) {
            return new Likeness(
                    closing.cause(), closing.decidedBy(), closing.closedFirst(), closing.manner());
        }

        @Override
        public boolean equals(@Nullable Object object) {
            return object instanceof Likeness one
                    && one.cause == cause
                    && one.decidedBy == decidedBy
                    && one.closedFirst == closedFirst
                    && one.manner == manner;
        }

        @Override
        public int hashCode() {
            int who = decidedBy.word().hashCode() * 31 + closedFirst.word().hashCode();
            return (cause.word().hashCode() * 31 + manner.word().hashCode()) * 31 + who;
        }
    }

    private final Likeness likeness;
    private final TimeWaitAt timeWaitAt;
    private final Samples samples;
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long shortestWaitNanos = -1;
    private long longestWaitNanos = -1;
    private @Nullable String sharedNote;

    LikeEnds(Closing closing, Detail detail) {
        samples = new Samples(detail.samples());
        likeness = Likeness.of(closing);
        timeWaitAt = closing.timeWaitAt();
    }

    /** The connections that were kept of these, as examples. */
    public static Stream<JudgedLife> kept(Collection<LikeEnds> kinds) {
        return kinds.stream().flatMap(kind -> kind.samples().kept().stream());
    }

    void add(JudgedLife life) {
        if (likeness.cause() == CloseCause.OPEN || likeness.cause() == CloseCause.UNKNOWN) {
            note(life.verdict());
        }
        samples.add(life);
        phases.merge(life.verdict().closing().phase(), 1L, Long::sum);
        if (life.life().talk() instanceof Talk.Http http
                && http.last() != null
                && http.last().status() >= 400) {
            statuses.merge(http.last().status(), 1L, Long::sum);
        }
        long waited = Waited.nanos(life);
        if (waited >= 0) {
            boolean shorter = shortestWaitNanos < 0 || waited < shortestWaitNanos;
            shortestWaitNanos = shorter ? waited : shortestWaitNanos;
            longestWaitNanos = Math.max(longestWaitNanos, waited);
        }
    }

    private void note(Verdict verdict) {
        String note = verdict.notes().isEmpty() ? "" : verdict.notes().getLast();
        boolean isSame = samples.count() == 0 || note.equals(sharedNote);
        sharedNote = isSame ? note : "";
    }

    /**
     * Why it is unknown how they ended, or how far they had come that are still open, where that is
     * the same of all; empty else.
     */
    public String sharedNote() {
        return sharedNote == null ? "" : sharedNote;
    }

    /** Whether the cause of all of them that are kept is a guess. */
    public boolean areGuesses() {
        return likeness.cause() != CloseCause.UNKNOWN
                && samples.kept().stream()
                        .allMatch(one -> one.verdict().confidence() == Confidence.GUESS);
    }

    /** How many of them were decided in this phase. */
    public long in(Phase phase) {
        return phases.getOrDefault(phase, 0L);
    }

    /** How many of them had such a status, from 400 on, as their last. */
    public Map<Integer, Long> statuses() {
        return Collections.unmodifiableMap(statuses);
    }

    /** The shortest time that the side which gave up had waited; -1 where none is known. */
    public long shortestWaitNanos() {
        return shortestWaitNanos;
    }

    /** The longest one; -1 where none is known. */
    public long longestWaitNanos() {
        return longestWaitNanos;
    }

    public Likeness likeness() {
        return likeness;
    }

    /** As {@link Closing#timeWaitAt()}, which follows from the likeness. */
    public TimeWaitAt timeWaitAt() {
        return timeWaitAt;
    }

    /** The connections of the group that ended first; at least one. */
    public Samples samples() {
        return samples;
    }

    public long count() {
        return samples.count();
    }

    /**
     * How much such an end hurts: 0 where somebody did not get an answer or a connection, 1 where a
     * connection was given up that could have served longer and nothing says why, 2 where a rule or
     * a request ended it, 3 where nothing ended.
     */
    public int harm() {
        return harm(likeness.cause());
    }

    /** As {@link #harm()}, for one connection. */
    public static int harm(CloseCause cause) {
        return switch (cause) {
            case HEAD_TIMEOUT,
                    BODY_TIMEOUT,
                    HANDLER_TIMEOUT,
                    RESPONSE_TIMEOUT,
                    WRITE_TIMEOUT,
                    ABANDONED,
                    STOPPED,
                    TRUNCATED,
                    NO_RESPONSE,
                    LATE_REQUEST,
                    BAD_MESSAGE,
                    UNREAD_BODY,
                    OVER_LIMIT,
                    REFUSED,
                    UNANSWERED,
                    VANISHED,
                    MIDDLEBOX,
                    TLS_FAILED ->
                    0;
            case ABORT, SURPLUS, EVICTED, UNUSED, UNKNOWN -> 1;
            case CLOSE_REQUESTED, BODY_UNTIL_CLOSE, IDLE_TIMEOUT, MAX_REQUESTS, MAX_AGE, DRAIN -> 2;
            case UPGRADED, OPEN -> 3;
        };
    }
}
