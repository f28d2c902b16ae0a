package dev.linger.lab;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.SeenBy;
import dev.linger.life.TimeWaitAt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was seen, held against what was expected. */
final class Comparison {
    private final Act act;
    private final List<String> differences = new ArrayList<>();

    /** What differs, once, with the names of the views in which it does. */
    private final Map<String, List<String>> viewsThatSay = new LinkedHashMap<>();

    private Comparison(Act act) {
        this.act = act;
    }

    /** Differences, each a clause; none where all is as expected. */
    static List<String> of(Act act, List<Sight> sights, Outcome.Figures figures) {
        Comparison comparison = new Comparison(act);
        sights.forEach(comparison::compare);
        comparison.viewsThatSay.forEach(
                (says, views) -> comparison.differences.add(join(views) + " " + says));
        comparison.compare(figures);
        return comparison.differences;
    }

    private void compare(Sight sight) {
        int[] left = new int[act.expected().size()];
        for (int i = 0; i < left.length; i++) {
            left[i] = act.expected().get(i).connections();
        }
        Map<Kind, Integer> strangers = new LinkedHashMap<>();
        Set<String> reasons = new LinkedHashSet<>();
        sight.lives().stream()
                .sorted(Comparator.comparing(life -> !isSure(sight.by(), life)))
                .forEach(life -> {
                    if (!take(left, sight.by(), life)) {
                        strangers.merge(kind(sight.by(), life), 1, Integer::sum);
                        reasons.addAll(whyUnknown(life));
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
            strangers.merge(Kind.OPEN, open, Integer::sum);
        }
        tell(sight, left, strangers, reasons);
    }

    /** Of a cause that a view cannot see, nothing differs. */
    private Kind kind(SeenBy view, JudgedLife life) {
        Closing closing = life.verdict().closing();
        if (isSure(view, life) || closing.cause() == CloseCause.OPEN) {
            return Kind.of(closing);
        }
        Expected.Seen seen = act.expected().getFirst().seenBy(view);
        return new Kind(seen.cause(), seen.decidedBy(), closing.closedFirst());
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

    /** What a view says where it cannot tell who closed first. */
    private static List<String> whyUnknown(JudgedLife life) {
        return life.verdict().closing().closedFirst() == ClosedFirst.UNKNOWN
                ? life.verdict().notes()
                : List.of();
    }

    private void tell(Sight sight, int[] left, Map<Kind, Integer> strangers, Set<String> reasons) {
        Map<Kind, Integer> missing = new LinkedHashMap<>();
        for (int i = 0; i < left.length; i++) {
            if (left[i] > 0) {
                missing.merge(Kind.of(act.expected().get(i), sight.by()), left[i], Integer::sum);
            }
        }
        if (!missing.isEmpty() || !strangers.isEmpty()) {
            String because = reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
            String says = Kind.difference(strangers, missing) + because;
            viewsThatSay.computeIfAbsent(says, _ -> new ArrayList<>()).add(sight.view());
        }
    }

    private static String join(List<String> views) {
        int last = views.size() - 1;
        return last == 0
                ? views.getFirst()
                : String.join(", ", views.subList(0, last)) + " and " + views.get(last);
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
            differences.add(what + ": " + counted + ", not " + expected);
        }
    }
}
