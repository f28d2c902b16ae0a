package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.AgeCaps;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server closes a connection at a certain age, busy or not. */
final class AgeCap implements FindingRule {
    private static final double HARMLESS_PER_SECOND = 1;
    private static final int FEWEST = 10;
    private static final double HARMLESS_SECONDS = 60;
    private static final long AMPLE_SECONDS = 3600;

    @Override
    public String id() {
        return "age-cap";
    }

    @Override
    public List<Finding> find(Watched watched) {
        List<LikeEnds> aged = watched.all().ends(CloseCause.MAX_AGE);
        long count = Phrase.count(aged);
        if (count == 0) {
            return List.of();
        }
        double age = kept(aged).stream().mapToDouble(AgeCap::age).min().orElse(0);
        double perSecond = watched.perSecond(count);
        boolean silent = kept(aged).stream().allMatch(AgeCap::isSilent);
        boolean costly =
                count >= FEWEST && perSecond >= HARMLESS_PER_SECOND && age < HARMLESS_SECONDS;
        Weight weight = silent || costly ? Weight.WARNING : Weight.NOTICE;
        Finding.Draft draft =
                Finding.of(this, weight, watched)
                        .what(
                                count,
                                "the server closed "
                                        + Wording.count(count, "connection")
                                        + " at an age of "
                                        + Phrase.seconds(age))
                        .because(because(silent))
                        .costs(
                                "a handshake for each, "
                                        + Phrase.rate(watched, perSecond)
                                        + "; "
                                        + Phrase.timeWait(watched, aged, perSecond))
                        .next(next(weight, watched, perSecond))
                        .seen(aged)
                        .figure("cap_s", age)
                        .figure("closings_per_s", perSecond);
        if (weight == Weight.WARNING) {
            advise(draft, watched, age, perSecond);
        }
        return List.of(draft.done());
    }

    private static List<JudgedLife> kept(List<LikeEnds> kinds) {
        return LikeEnds.kept(kinds).toList();
    }

    private static double age(JudgedLife one) {
        ConnectionLife life = one.life();
        Moment first = life.ending().first();
        return first == null ? 0 : life.secondsTo(first);
    }

    private static boolean isSilent(JudgedLife one) {
        return one.life().talk() instanceof Talk.Http http && http.serverOffer() == null;
    }

    private static String because(boolean silent) {
        String cap = "the server caps the age of a connection";
        return silent
                ? cap
                        + " and does not say so with \"Connection: close\" in the last response, so"
                        + " that a request sent at that moment gets no answer"
                : cap + " and says so with \"Connection: close\" in the last response";
    }

    private static String next(Weight weight, Watched watched, double perSecond) {
        return weight == Weight.NOTICE
                ? Phrase.announced(watched, perSecond)
                : "let connections become older";
    }

    private static void advise(Finding.Draft draft, Watched watched, double age, double perSecond) {
        long longer = Math.max(AMPLE_SECONDS, Math.round(age * 10));
        double then = perSecond * age / longer;
        draft.change(AgeCaps.of(Software.ofServer(watched.all().product()), longer))
                .expect(
                        "with a cap of "
                                + Wording.count(longer)
                                + " s, "
                                + Phrase.rate(watched, then)
                                + " for the same connections, and TIME_WAIT "
                                + Phrase.atATime(then * Tally.TIME_WAIT_SECONDS))
                .price(
                        "clients stay longer with the server that they chose, also after others"
                                + " were added")
                .figure("expected_closings_per_s", then)
                .figure("expected_time_waits", then * Tally.TIME_WAIT_SECONDS);
    }
}
