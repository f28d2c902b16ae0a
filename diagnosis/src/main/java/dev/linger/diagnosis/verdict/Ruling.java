package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verdict in the making: what was decided, then what it rests on. */
final class Ruling {
    private final ConnectionLife life;
    private final CloseCause cause;
    private final DecidedBy decidedBy;
    private final Confidence confidence;
    private List<Evidence> evidence = List.of();
    private List<String> notes = List.of();
    private Phase phase;

    private Ruling(
            ConnectionLife life, CloseCause cause, DecidedBy decidedBy, Confidence confidence) {
        this.life = life;
        this.cause = cause;
        this.decidedBy = decidedBy;
        this.confidence = confidence;
        this.phase = Announced.phase(life);
    }

    static Ruling certain(ConnectionLife life, CloseCause cause, DecidedBy decidedBy) {
        return new Ruling(life, cause, decidedBy, Confidence.CERTAIN);
    }

    static Ruling likely(ConnectionLife life, CloseCause cause, DecidedBy decidedBy) {
        return new Ruling(life, cause, decidedBy, Confidence.LIKELY);
    }

    static Ruling guess(ConnectionLife life, CloseCause cause, DecidedBy decidedBy) {
        return new Ruling(life, cause, decidedBy, Confidence.GUESS);
    }

    /** Adds evidence; nothing where there is no such moment. */
    Ruling because(@Nullable Moment at, String says) {
        if (at != null) {
            evidence = with(evidence, new Evidence(at, says));
        }
        return this;
    }

    Ruling note(String note) {
        notes = with(notes, note);
        return this;
    }

    /** Lists of one and two are made as they stay: nearly every verdict has such. */
    private static <T> List<T> with(List<T> list, T last) {
        if (list.isEmpty()) {
            return List.of(last);
        }
        if (list.size() == 1) {
            return List.of(list.getFirst(), last);
        }
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    Ruling inPhase(Phase phase) {
        this.phase = phase;
        return this;
    }

    /** Constants: nearly every verdict ends with one of them. */
    private static String firstClose(Side closer, boolean rst, boolean unseen) {
        if (closer == Side.CLIENT) {
            return unseen
                    ? "server acknowledged the client's FIN, which is not in the capture"
                    : rst ? "client sent the first RST" : "client sent the first FIN";
        }
        return unseen
                ? "client acknowledged the server's FIN, which is not in the capture"
                : rst ? "server sent the first RST" : "server sent the first FIN";
    }

    /** The verdict; its last evidence is the first FIN or RST. */
    Verdict toVerdict() {
        Ending ending = life.ending();
        Moment first = ending.first();
        Side closer = Closers.of(life);
        if (first != null && closer != null) {
            Half half = life.from(closer);
            Moment rst = half.rst();
            boolean byRst = rst != null && first.equals(rst);
            boolean unseen = half.finUnseen() && first.equals(half.fin());
            because(first, firstClose(closer, byRst, unseen));
        } else if (evidence.isEmpty()) {
            because(ending.last(), Says.lastSeen(life));
        }
        return new Verdict(
                new Closing(cause, decidedBy, ending.closedFirst(), ending.manner(), phase),
                confidence,
                evidence,
                notes);
    }
}
