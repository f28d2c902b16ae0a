package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/**
 * Something worth saying of a host or of its configurations. It cannot be made without evidence and
 * source.
 *
 * @param id of the rule, and the name of its page
 * @param weight how much it matters
 * @param what it is, in one sentence
 * @param evidence what was read, and where: {@code net.core.somaxconn = 128}
 * @param soWhat what follows from it
 * @param fix lines to copy, and comments; empty where nothing need change
 * @param source where that is written
 */
public record Remark(
        String id,
        Weight weight,
        String what,
        List<String> evidence,
        String soWhat,
        List<String> fix,
        String source) {

    public Remark {
        if (what.isBlank() || evidence.isEmpty() || soWhat.isBlank() || source.isBlank()) {
            throw new IllegalArgumentException(
                    id + ": a remark says what, evidence, so what and source");
        }
        boolean wrong = weight == Weight.CRITICAL || weight == Weight.WARNING;
        if (wrong && fix.isEmpty()) {
            throw new IllegalArgumentException(id + ": what is wrong has a fix");
        }
        evidence = List.copyOf(evidence);
        fix = List.copyOf(fix);
    }

    /** Whether something should be done. */
    public boolean isWrong() {
        return weight.compareTo(Weight.WARNING) <= 0;
    }

    /** Begins one of this rule. */
    public static Draft of(String id, Weight weight, String what) {
        return new Draft(id, weight, what);
    }

    /** A remark in the making. Not thread-safe. */
    public static final class Draft {
        private final String id;
        private final Weight weight;
        private final String what;
        private List<String> evidence = List.of();
        private String soWhat = "";
        private List<String> fix = List.of();

        private Draft(String id, Weight weight, String what) {
            this.id = id;
            this.weight = weight;
            this.what = what;
        }

        /** What was read. */
        public Draft evidence(String... lines) {
            return evidence(List.of(lines));
        }

        /** What was read. */
        public Draft evidence(List<String> lines) {
            evidence = lines;
            return this;
        }

        /** What follows from it. */
        public Draft soWhat(String text) {
            soWhat = text;
            return this;
        }

        /** Lines to copy. */
        public Draft fix(String... lines) {
            return fix(List.of(lines));
        }

        /** Lines to copy. */
        public Draft fix(List<String> lines) {
            fix = lines;
            return this;
        }

        /** Complete, with where it is written. */
        public Remark source(String text) {
            return new Remark(id, weight, what, evidence, soWhat, fix, text);
        }
    }
}
