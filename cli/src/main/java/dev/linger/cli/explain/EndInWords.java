package dev.linger.cli.explain;

import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Optional;

/** How connections ended, always in this order: who and what, the reason, how sure that is. */
public final class EndInWords {
    private static final String CANNOT_TELL = "cannot tell from here: ";
    private static final String NOT_CAPTURED = "payload bytes are not in the capture";

    private EndInWords() {}

    /** Of one connection; without the full stop. */
    static String of(JudgedLife judged) {
        return state(judged) + ": " + reason(judged) + sure(judged);
    }

    /**
     * The same, with how long a side has not closed its end.
     *
     * @param toNanos when watching stopped, in nanoseconds since the epoch
     */
    static String of(JudgedLife judged, long toNanos) {
        return stateAt(judged, toNanos) + ": " + reason(judged) + sure(judged);
    }

    /** Of several that ended alike. */
    static String ofAll(LikeEnds kind) {
        JudgedLife first = kind.samples().kept().getFirst();
        CloseCause cause = kind.likeness().cause();
        boolean isShared =
                (cause != CloseCause.OPEN && cause != CloseCause.UNKNOWN)
                        || !kind.sharedNote().isEmpty();
        return state(first.verdict().closing())
                + ": "
                + (isShared ? reason(first) : cause.meaning())
                + sure(first);
    }

    private static String sure(JudgedLife judged) {
        String sure = LifeTable.sure(judged.verdict());
        return sure.isEmpty() ? "" : " (" + sure + ")";
    }

    private static String reason(JudgedLife judged) {
        List<String> notes = judged.verdict().notes();
        CloseCause cause = judged.verdict().closing().cause();
        if (notes.isEmpty()) {
            return cause.meaning();
        }
        String note = notes.getLast();
        if (cause == CloseCause.UNKNOWN) {
            return cause.meaning()
                    + (note.startsWith(CANNOT_TELL)
                            ? ", because " + note.substring(CANNOT_TELL.length())
                            : "; " + note);
        }
        boolean isTold =
                cause == CloseCause.OPEN
                        || (cause == CloseCause.TLS_FAILED
                                && judged.verdict().confidence() != Confidence.CERTAIN);
        if (isTold) {
            return note + notCaptured(judged).map(missing -> "; " + missing).orElse("");
        }
        return cause == CloseCause.SURPLUS && note.startsWith("answered ")
                ? cause.meaning() + "; " + note
                : cause.meaning();
    }

    /** What the capture lacks of it. */
    static Optional<String> notCaptured(JudgedLife judged) {
        return judged.life().notes().stream()
                .filter(note -> note.endsWith(NOT_CAPTURED))
                .findFirst();
    }

    /** Who decided, who closed first, and who has not closed; without the full stop. */
    public static String state(JudgedLife judged) {
        Side open = CloseWaits.leftOpenBy(judged.life());
        String first = state(judged.verdict().closing());
        return open == null
                ? first
                : first + "; the " + open.word() + " has not closed its end yet";
    }

    private static String stateAt(JudgedLife judged, long toNanos) {
        long waited = CloseWaits.waitedNanos(judged.life(), toNanos);
        return state(judged)
                + (waited < 0
                        ? ""
                        : ", " + Wording.duration(waited) + " later, when watching stopped");
    }

    private static String state(Closing closing) {
        String decided =
                closing.decidedBy() == DecidedBy.UNKNOWN
                        ? closing.cause().word()
                        : closing.cause().word() + ", decided by the " + closing.decidedBy().word();
        return decided
                + switch (closing.closedFirst()) {
                    case CLIENT, SERVER ->
                            closing.closedFirst().word().equals(closing.decidedBy().word())
                                    ? ", who closed first"
                                    : "; the " + closing.closedFirst().word() + " closed first";
                    case BOTH -> "; both closed at once (each FIN left before the other arrived)";
                    case NOBODY -> "; nobody closed";
                    case UNKNOWN -> "; who closed first was not seen";
                };
    }
}
