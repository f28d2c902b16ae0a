package dev.linger.lab;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a connection ended, as far as an expectation says it. */
record Kind(CloseCause cause, DecidedBy decidedBy, ClosedFirst closedFirst) {
    static final Kind OPEN = new Kind(CloseCause.OPEN, DecidedBy.UNKNOWN, ClosedFirst.NOBODY);

    static Kind of(Closing closing) {
        return new Kind(closing.cause(), closing.decidedBy(), closing.closedFirst());
    }

    /** What this view was expected to see. */
    static Kind of(Expected expected, SeenBy view) {
        Expected.Seen seen = expected.seenBy(view);
        return new Kind(seen.cause(), seen.decidedBy(), expected.closedFirst());
    }

    /**
     * What was seen and what was not, in a clause behind the view.
     *
     * @param seen how many of which, without those that were expected
     * @param missing how many of which were expected, and not seen
     */
    static String difference(Map<Kind, Integer> seen, Map<Kind, Integer> missing) {
        if (seen.size() == 1 && missing.size() == 1) {
            Kind saw = seen.keySet().iterator().next();
            Kind expected = missing.keySet().iterator().next();
            int count = missing.getOrDefault(expected, 0);
            if (seen.getOrDefault(saw, 0) == count) {
                return "saw " + (count == 1 ? "" : count + " ") + saw.butNot(expected);
            }
        }
        if (seen.isEmpty()) {
            return "did not see " + list(missing);
        }
        return "saw " + list(seen) + (missing.isEmpty() ? " more" : ", not " + list(missing));
    }

    /** Only what differs. */
    private String butNot(Kind other) {
        List<String> differences = new ArrayList<>();
        boolean isOpen = cause == CloseCause.OPEN || other.cause == CloseCause.OPEN;
        if (isOpen || (cause != other.cause && decidedBy != other.decidedBy)) {
            differences.add(this + ", not " + other);
        } else if (cause != other.cause) {
            differences.add(cause.word() + ", not " + other.cause.word());
        } else if (decidedBy != other.decidedBy) {
            differences.add(this + ", not by " + other.decidedBy.word());
        }
        if (!isOpen && closedFirst != other.closedFirst) {
            differences.add(
                    "closed first by " + closedFirst.word() + ", not " + other.closedFirst.word());
        }
        return String.join("; ", differences);
    }

    private static String list(Map<Kind, Integer> kinds) {
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey().inFull())
                .collect(Collectors.joining(", "));
    }

    private String inFull() {
        return this
                + (cause == CloseCause.OPEN ? "" : " (closed first by " + closedFirst.word() + ")");
    }

    /** {@code idle-timeout by server}. */
    @Override
    public String toString() {
        return cause == CloseCause.OPEN ? cause.word() : cause.word() + " by " + decidedBy.word();
    }
}
