package dev.linger.lab;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.TimeWaitAt;
import java.util.EnumMap;
import java.util.Map;

/**
 * How some connections of an act must end, by their configuration alone.
 *
 * @param connections how many of them
 * @param otherwise what a view sees that cannot know the cause, or not who decided
 */
public record Expected(
        int connections,
        CloseCause cause,
        DecidedBy decidedBy,
        ClosedFirst closedFirst,
        Manner manner,
        Map<SeenBy, Seen> otherwise) {

    /** A cause, and whose decision it was. */
    public record Seen(CloseCause cause, DecidedBy decidedBy) {}

    public Expected {
        otherwise = Map.copyOf(otherwise);
    }

    /** So many connections that end by a FIN of each side. */
    public static Expected of(
            int connections, CloseCause cause, DecidedBy decidedBy, ClosedFirst closedFirst) {
        return new Expected(connections, cause, decidedBy, closedFirst, Manner.FIN, Map.of());
    }

    /** So many that nobody has closed when the act is over. */
    public static Expected open(int connections) {
        return new Expected(
                connections,
                CloseCause.OPEN,
                DecidedBy.UNKNOWN,
                ClosedFirst.NOBODY,
                Manner.OPEN,
                Map.of());
    }

    /** They end with a RST. */
    public Expected byReset() {
        return in(Manner.RESET);
    }

    /** Only one side closes. */
    public Expected halfClosed() {
        return in(Manner.HALF_CLOSED);
    }

    /** The opposite side answers nothing any more. */
    public Expected inSilence() {
        return in(Manner.SILENCE);
    }

    private Expected in(Manner other) {
        return new Expected(connections, cause, decidedBy, closedFirst, other, otherwise);
    }

    /** From there they look like this, for what is missing there cannot be seen. */
    public Expected seenFrom(SeenBy view, CloseCause otherCause, DecidedBy otherDecider) {
        Map<SeenBy, Seen> views = new EnumMap<>(SeenBy.class);
        views.putAll(otherwise);
        views.put(view, new Seen(otherCause, otherDecider));
        return new Expected(connections, cause, decidedBy, closedFirst, manner, views);
    }

    /** What this view must say. */
    public Seen seenBy(SeenBy view) {
        return otherwise.getOrDefault(view, new Seen(cause, decidedBy));
    }

    /** Where TIME_WAIT must lie. */
    public TimeWaitAt timeWaitAt() {
        return new Closing(cause, decidedBy, closedFirst, manner, Phase.UNKNOWN).timeWaitAt();
    }
}
