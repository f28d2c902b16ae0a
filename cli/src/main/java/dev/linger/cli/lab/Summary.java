package dev.linger.cli.lab;

import dev.linger.cli.Ink;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.lab.Outcome;
import dev.linger.life.SeenBy;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All acts in a few lines. */
final class Summary {
    private Summary() {}

    static List<String> lines(List<Outcome> outcomes, Terminal terminal, boolean isOverview) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        List<Outcome> played = outcomes.stream().filter(Outcome::isPlayed).toList();
        long good = played.stream().filter(Outcome::isAsExpected).count();
        boolean all = good == played.size();
        String says =
                Wording.count(good)
                        + " of "
                        + Wording.count(played.size(), "act")
                        + " ended as expected"
                        + (all
                                ? ", in every view that saw them"
                                : "; see !! (" + failed(played, ", ") + ")");
        lines.add((all ? Ink.GOOD : Ink.BAD).on(says, terminal.coloured()));
        if (!all) {
            lines.add("Try again: linger lab " + failed(played, " "));
        }
        lacking(outcomes)
                .forEach((what, stories) ->
                        lines.addAll(Wrapped.text("", says(what, stories), terminal.textWidth())));
        if (played.stream().noneMatch(one -> one.livesSeenBy(SeenBy.CAPTURE).isPresent())) {
            lines.add("The packets were not looked at: only root may, and who has CAP_NET_RAW.");
        }
        if (isOverview) {
            lines.add("linger lab STORY shows one in detail; --stories lists them.");
        }
        return lines;
    }

    private static String failed(List<Outcome> played, String between) {
        return played.stream()
                .filter(one -> !one.isAsExpected())
                .map(one -> one.story().word())
                .distinct()
                .collect(Collectors.joining(between));
    }

    private record Missed(int acts, Set<String> stories) {
        Missed and(Missed other) {
            Set<String> both = new LinkedHashSet<>(stories);
            both.addAll(other.stories);
            return new Missed(acts + other.acts, both);
        }
    }

    private static Map<String, Missed> lacking(List<Outcome> outcomes) {
        Map<String, Missed> lacking = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            if (!outcome.isPlayed()) {
                Missed one = new Missed(1, Set.of(outcome.story().word()));
                lacking.merge(outcome.lacks(), one, Missed::and);
            }
        }
        return lacking;
    }

    private static String says(String what, Missed missed) {
        return Wording.count(missed.acts(), "act")
                + " not played, needs "
                + what
                + ": "
                + String.join(", ", missed.stories());
    }
}
