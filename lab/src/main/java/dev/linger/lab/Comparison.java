package dev.linger.lab;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.SeenBy;
import dev.linger.life.TimeWaitAt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen, held against what was expected. */
final class Comparison {
    private final Act act;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Act act) {
        this.act = act;
    }

    /** Differences, each a clause; none where all is as expected. */
    static List<String> of(Act act, List<Sight> sights, Outcome.Figures figures) {
        Comparison comparison = new Comparison(act);
        sights.forEach(comparison::compare);
        comparison.compare(figures);
        return comparison.differences;
    }

    private void compare(Sight sight) {
        int[] left = new int[act.expected().size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = act.expected().get(i).connections();
        }
        Map<String, Integer> strangers = new TreeMap<>();
        sight.lives().stream()
                .sorted(Comparator.comparing(life -> !isSure(sight.by(), life)))
                .forEach(life -> {
                    if (!take(left, sight.by(), life)) {
                        strangers.merge(words(life.verdict().closing()), 1, Integer::sum);
                    }
                });
        int open = sight.open();
        for (int i = 0; i < left.length; i++) {
            if (act.expected().get(i).manner() == Manner.OPEN) {
                int taken = Math.min(open, left[i]);
                left[i] -= taken;
                open -= taken;
            }
        }
        if (open > 0) {
            strangers.merge("open", open, Integer::sum);
        }
        tell(sight, left, strangers);
    }

    private boolean take(int[] left, SeenBy view, JudgedLife life) {
        for (int i = 0; i < left.length; i++) {
            if (left[i] > 0 && fits(act.expected().get(i), view, life)) {
                left[i]--;
                return true;
            }
        }
        return false;
    }

    /** The kernel shows no content, so that it says the cause of few. */
    private static boolean isSure(SeenBy view, JudgedLife life) {
        return view != SeenBy.KERNEL || life.verdict().confidence() != Confidence.GUESS;
    }

    private static boolean fits(Expected expected, SeenBy view, JudgedLife life) {
        Closing closing = life.verdict().closing();
        Expected.Seen seen = expected.seenBy(view);
        boolean first = closing.closedFirst() == expected.closedFirst();
        if (closing.cause() == CloseCause.OPEN || expected.manner() == Manner.OPEN) {
            return closing.cause() == seen.cause() && first;
        }
        return first
                && (!isSure(view, life)
                        || (closing.cause() == seen.cause()
                                && closing.decidedBy() == seen.decidedBy()));
    }

    private void tell(Sight sight, int[] left, Map<String, Integer> strangers) {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < left.length; i++) {
            Expected one = act.expected().get(i);
            if (left[i] > 0) {
                Expected.Seen seen = one.seenBy(sight.by());
                missing.add(
                        left[i] + " " + words(seen.cause(), seen.decidedBy(), one.closedFirst()));
            }
        }
        if (missing.isEmpty() && strangers.isEmpty()) {
            return;
        }
        List<String> instead = new ArrayList<>();
        strangers.forEach((words, count) -> instead.add(count + " " + words));
        differences.add(
                "the view of the "
                        + sight.view()
                        + ": expected "
                        + (missing.isEmpty() ? "no more" : String.join(", ", missing))
                        + ", saw "
                        + (instead.isEmpty() ? "nothing" : String.join(", ", instead)));
    }

    private static String words(Closing closing) {
        return words(closing.cause(), closing.decidedBy(), closing.closedFirst());
    }

    private static String words(CloseCause cause, DecidedBy decidedBy, ClosedFirst closedFirst) {
        return cause == CloseCause.OPEN
                ? cause.word()
                : cause.word()
                        + " (decided by "
                        + decidedBy.word()
                        + ", closed first by "
                        + closedFirst.word()
                        + ")";
    }

    private void compare(Outcome.Figures figures) {
        count("requests", act.requests(), figures.requests());
        count("answers", act.answers(), figures.answers());
        int ports = act.ports() == Act.ANY ? figures.ports() : act.ports();
        count("client ports", ports, figures.ports());
        if (figures.waitingAtServer() >= 0 && !act.blind().contains(SeenBy.KERNEL)) {
            int atServer = waiting(TimeWaitAt.SERVER, ports);
            int atClient = waiting(TimeWaitAt.CLIENT, ports);
            count("TIME_WAIT at the server", atServer, figures.waitingAtServer());
            count("TIME_WAIT at clients", atClient, figures.waitingAtClient());
        }
    }

    private int waiting(TimeWaitAt side, int ports) {
        int all =
                act.expected().stream()
                        .filter(one ->
                                one.timeWaitAt() == side || one.timeWaitAt() == TimeWaitAt.BOTH)
                        .mapToInt(Expected::connections)
                        .sum();
        // A connection that takes the port of an earlier one takes its TIME_WAIT away.
        return Math.min(all, ports);
    }

    private void count(String what, int expected, int counted) {
        if (expected != counted) {
            differences.add(what + ": expected " + expected + ", counted " + counted);
        }
    }
}
