package dev.linger.cli.lab;

import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.lab.Sight;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outcome in the words of a table. */
record Told(Outcome outcome) {

    /** It carries the address of one side, and neither has sent it. */
    private static final String FORGED = "forged";

    /** A kind of end: who closed first, and why. */
    private record Kind(String closedFirst, String why) {
        static Kind of(Closing closing) {
            return of(closing.closedFirst(), closing.cause(), closing.decidedBy());
        }

        static Kind of(Expected expected) {
            return of(expected.closedFirst(), expected.cause(), expected.decidedBy());
        }

        private static Kind of(ClosedFirst first, CloseCause cause, DecidedBy decider) {
            boolean open = cause == CloseCause.OPEN;
            String by = " by " + decider(decider, first);
            String shown = cause == CloseCause.MIDDLEBOX ? FORGED : first.word();
            return new Kind(shown, open ? cause.word() : cause.word() + by);
        }
    }

    /** Who decided; where both closed at once, it was either. */
    static String decider(DecidedBy decider, ClosedFirst first) {
        boolean isEither = decider == DecidedBy.UNKNOWN && first == ClosedFirst.BOTH;
        return isEither ? "both" : decider.word();
    }

    String closedFirst() {
        return outcome.isPlayed() ? main().closedFirst() : "";
    }

    /** {@code idle-timeout by server}. */
    String why() {
        return outcome.isPlayed() ? main().why() : "";
    }

    /**
     * The kind of end that the act is about. Where all is as expected, each view saw what was
     * expected; else it is the most frequent one of the view that knows most.
     */
    private Kind main() {
        if (outcome.isAsExpected()) {
            return Kind.of(outcome.act().expected().getFirst());
        }
        Map<Kind, Integer> kinds = new LinkedHashMap<>();
        for (JudgedLife life : lives()) {
            kinds.merge(Kind.of(life.verdict().closing()), 1, Integer::sum);
        }
        return kinds.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(new Kind("nobody", CloseCause.OPEN.word()));
    }

    private List<JudgedLife> lives() {
        return outcome.sights().stream()
                .map(Sight::lives)
                .filter(lives -> !lives.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    String requests() {
        return outcome.isPlayed() ? Wording.count(outcome.figures().requests()) : "";
    }

    String ports() {
        return outcome.isPlayed() ? Wording.count(outcome.figures().ports()) : "";
    }

    /** Requests on each connection. */
    String each() {
        return outcome.isPlayed() && outcome.figures().ports() > 0
                ? Wording.ratio(outcome.figures().requests(), outcome.figures().ports())
                : "";
    }

    /** How many requests no answer came to, in a clause; empty where each was answered. */
    String unanswered() {
        int lost = outcome.figures().requests() - outcome.figures().answers();
        if (lost <= 0) {
            return "";
        }
        return outcome.act().expected().getFirst().cause() == CloseCause.WRITE_TIMEOUT
                ? Wording.count(lost, "answer") + " was not taken in full"
                : Wording.count(lost, "request") + " got no answer";
    }

    /** How those ended that ended otherwise, in a clause; empty where all ended alike. */
    String others() {
        List<Expected> all = outcome.act().expected();
        if (!outcome.isAsExpected() || all.size() == 1) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (Expected one : all.subList(1, all.size())) {
            parts.add(
                    one.cause() == CloseCause.OPEN
                            ? one.connections() + wasOrWere(one) + "still open when counted"
                            : one.connections() + " " + Kind.of(one).why());
        }
        return "of "
                + Wording.count(outcome.act().connections(), "connection")
                + " "
                + all.getFirst().connections()
                + " ended so, "
                + String.join(", ", parts);
    }

    private static String wasOrWere(Expected one) {
        return one.connections() == 1 ? " was " : " were ";
    }

    /** {@code 5 server}. */
    String timeWait() {
        int atServer = outcome.figures().waitingAtServer();
        int atClient = outcome.figures().waitingAtClient();
        if (atServer < 0) {
            return "?";
        }
        if (atServer == atClient) {
            return atServer == 0 ? noTimeWait() : atServer + " at each";
        }
        if (atServer > 0 && atClient > 0) {
            return atServer + " server, " + atClient + " client";
        }
        return atServer > 0 ? atServer + " server" : atClient + " client";
    }

    /** Why there is none: by the kind of end that the act is about. */
    private String noTimeWait() {
        if (!outcome.isAsExpected()) {
            return "-";
        }
        return switch (outcome.act().expected().getFirst().manner()) {
            case RESET -> "no: reset";
            case OPEN -> "no: open";
            default -> "not yet";
        };
    }

    /** How many views looked, and whether they agree. */
    String views() {
        if (!outcome.isPlayed()) {
            return "";
        }
        if (outcome.sights().isEmpty()) {
            return "-";
        }
        int seen = outcome.sights().size();
        return outcome.isAsExpected() ? (seen == 1 ? "1 saw it" : seen + " agree") : "differ";
    }
}
