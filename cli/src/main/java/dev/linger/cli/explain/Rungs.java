package dev.linger.cli.explain;

import dev.linger.capture.flow.Ladder;
import dev.linger.capture.flow.Ladder.Step;
import dev.linger.capture.link.Segment;
import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.life.ClosedFirst;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the steps of one connection together to the rungs that are drawn. */
public final class Rungs {
    /** A longer silence is drawn. */
    private static final long SILENCE_NANOS = 100_000_000L;

    private static final int NOTABLE_FLAGS = Segment.SYN | Segment.FIN | Segment.RST;

    private final long openedNanos;
    private final String lastPhase;

    /** Where both closed at once, none was first, though one had to be seen first. */
    private final boolean hasFirst;

    private final List<Rung> rungs = new ArrayList<>();

    /** Body segments of one side that wait to be folded. */
    private final List<Step> run = new ArrayList<>();

    private @Nullable Step before;

    /** Whose SYN or FIN the next bare acknowledgment answers. */
    private @Nullable Side unanswered;

    private Rungs(JudgedLife judged) {
        openedNanos = judged.life().opened().atNanos();
        lastPhase = judged.verdict().closing().phase().word();
        hasFirst = judged.verdict().closing().closedFirst() != ClosedFirst.BOTH;
    }

    public static List<Rung> of(Ladder ladder, JudgedLife judged) {
        Rungs rungs = new Rungs(judged);
        ladder.first().forEach(rungs::add);
        rungs.fold();
        if (ladder.leftOut() > 0) {
            rungs.rungs.add(new Rung.LeftOut(ladder.leftOut()));
            rungs.before = null;
            ladder.last().forEach(rungs::add);
            rungs.fold();
        }
        Side open = CloseWaits.leftOpenBy(judged.life());
        if (open != null) {
            rungs.rungs.add(new Rung.Unclosed(open));
        }
        switch (judged.verdict().closing().timeWaitAt()) {
            case CLIENT -> rungs.rungs.add(new Rung.Stay(Side.CLIENT));
            case SERVER -> rungs.rungs.add(new Rung.Stay(Side.SERVER));
            case BOTH -> {
                rungs.rungs.add(new Rung.Stay(Side.CLIENT));
                rungs.rungs.add(new Rung.Stay(Side.SERVER));
            }
            case NOBODY, UNKNOWN -> {}
        }
        return LikeExchanges.folded(rungs.rungs);
    }

    private void add(Step step) {
        silence(step);
        boolean isBody = step.length() > 0 && isPlain(step);
        if (isBody) {
            if (!run.isEmpty() && run.getFirst().from() != step.from()) {
                fold();
            }
            run.add(step);
        } else if (!isPlain(step) || (unanswered != null && step.from() != unanswered)) {
            fold();
            arrow(step, label(step), extent(step));
            boolean asks = (step.flags() & (Segment.SYN | Segment.FIN)) != 0;
            unanswered = asks ? step.from() : null;
        }
        before = step;
    }

    private static boolean isPlain(Step step) {
        return (step.flags() & NOTABLE_FLAGS) == 0
                && step.message().isEmpty()
                && step.remark().isEmpty()
                && !step.firstClose();
    }

    private void silence(Step step) {
        if (before == null) {
            return;
        }
        long gap = step.at().atNanos() - before.at().atNanos();
        if (gap >= SILENCE_NANOS) {
            fold();
            rungs.add(new Rung.Silence(gap, step.firstClose() ? lastPhase : ""));
        }
    }

    private void fold() {
        if (run.size() == 1) {
            arrow(run.getFirst(), label(run.getFirst()), extent(run.getFirst()));
        } else if (run.size() > 1) {
            long bytes = 0;
            for (Step step : run) {
                bytes += step.length();
            }
            String label =
                    Wording.count(run.size()) + " more segments, " + Wording.count(bytes, "byte");
            arrow(run.getFirst(), label, "");
        }
        run.clear();
    }

    private void arrow(Step step, String label, String extent) {
        long nanos = step.at().atNanos() - openedNanos;
        boolean isTrouble = !step.remark().isEmpty() || (step.flags() & Segment.RST) != 0;
        rungs.add(new Rung.Arrow(nanos, step.from(), label, extent, isFirst(step), isTrouble));
    }

    private String label(Step step) {
        String flags = flags(step);
        boolean both = !flags.isEmpty() && !step.message().isEmpty();
        return flags + (both ? " " : "") + step.message() + (isFirst(step) ? "," : "");
    }

    private boolean isFirst(Step step) {
        return step.firstClose() && hasFirst;
    }

    private String extent(Step step) {
        List<String> parts = new ArrayList<>();
        if (step.length() > 0) {
            parts.add("(" + Wording.count(step.length(), "byte") + ")");
        }
        if (isFirst(step)) {
            parts.add("the first close");
        }
        if (!step.remark().isEmpty()) {
            parts.add("[" + Wording.printable(step.remark()) + "]");
        }
        return String.join(" ", parts);
    }

    private static String flags(Step step) {
        List<String> flags = new ArrayList<>();
        boolean isBare = step.length() == 0 && (step.flags() & NOTABLE_FLAGS) == 0;
        addIf(flags, step, Segment.SYN, "SYN");
        addIf(flags, step, Segment.FIN, "FIN");
        addIf(flags, step, Segment.RST, "RST");
        if (isBare || (step.flags() & Segment.SYN) != 0) {
            addIf(flags, step, Segment.ACK, "ACK");
        }
        return String.join(" ", flags);
    }

    private static void addIf(List<String> flags, Step step, int flag, String name) {
        if ((step.flags() & flag) != 0) {
            flags.add(name);
        }
    }
}
