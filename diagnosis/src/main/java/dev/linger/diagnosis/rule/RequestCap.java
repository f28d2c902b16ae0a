package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.RequestCaps;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server closes a connection after so many requests. */
final class RequestCap implements FindingRule {

    /** One handshake for more requests than that does not show in anybody's bill. */
    private static final long HARMLESS_REQUESTS = 500;

    private static final double HARMLESS_PER_SECOND = 1;
    private static final int FEWEST = 10;

    /** nginx warns of the memory that higher caps hold: it frees some of it only at the close. */
    private static final long USUAL_REQUESTS = 1_000;

    private static final long AMPLE_REQUESTS = 10_000;

    /** Closings a second that a cap may make. */
    private static final double MOST_PER_SECOND = 5;

    @Override
    public String id() {
        return "request-cap";
    }

    @Override
    public List<Finding> find(Watched watched) {
        List<LikeEnds> capped = watched.all().ends(CloseCause.MAX_REQUESTS);
        long count = Phrase.count(capped);
        if (count == 0) {
            return List.of();
        }
        long cap = cap(capped);
        double perSecond = watched.perSecond(count);
        boolean silent = isSilent(capped);
        boolean costly =
                count >= FEWEST && perSecond >= HARMLESS_PER_SECOND && cap <= HARMLESS_REQUESTS;
        Weight weight = silent || costly ? Weight.WARNING : Weight.NOTICE;
        Finding.Draft draft =
                Finding.of(this, weight, watched)
                        .what(count, what(capped, count, cap))
                        .because(because(silent))
                        .costs(costs(watched, capped, cap, perSecond))
                        .next(
                                weight == Weight.NOTICE
                                        ? Phrase.announced(watched, perSecond)
                                        : "let the server take more requests on a connection")
                        .seen(capped)
                        .figure("cap_requests", (double) cap)
                        .figure("closings_per_s", perSecond)
                        .figure("time_waits", perSecond * Tally.TIME_WAIT_SECONDS);
        if (weight == Weight.WARNING) {
            advise(draft, watched, cap, perSecond);
        }
        return List.of(draft.done());
    }

    /**
     * All have the same; the largest, should one have been counted down by its server. Counted are
     * those that were answered: of a pipeline the server leaves the rest.
     */
    private static long cap(List<LikeEnds> capped) {
        return LikeEnds.kept(capped)
                .map(one -> one.life().talk())
                .mapToLong(talk -> talk instanceof Talk.Http http ? taken(http) : 1)
                .max()
                .orElse(1);
    }

    private static long taken(Talk.Http http) {
        return http.responses() == 0 ? http.requests() : http.responses();
    }

    private static boolean isSilent(List<LikeEnds> capped) {
        return LikeEnds.kept(capped)
                .allMatch(one ->
                        one.life().talk() instanceof Talk.Http http && http.serverOffer() == null);
    }

    private static String what(List<LikeEnds> capped, long count, long cap) {
        long byClient =
                Phrase.count(
                        capped.stream()
                                .filter(kind -> kind.likeness().closedFirst() == ClosedFirst.CLIENT)
                                .toList());
        return "the server ended "
                + Wording.count(count, "connection")
                + " after "
                + Wording.count(cap, "request")
                + " each"
                + (byClient == 0
                        ? ""
                        : " (in "
                                + Wording.count(byClient)
                                + " of them the client, told so, closed first)");
    }

    /** The lower of two usual caps, if it is higher than this and makes few closings. */
    private static long higher(long cap, double perSecond) {
        boolean isEnough =
                cap < USUAL_REQUESTS && perSecond * cap / USUAL_REQUESTS <= MOST_PER_SECOND;
        return isEnough ? USUAL_REQUESTS : Math.max(AMPLE_REQUESTS, cap * 10);
    }

    private static String because(boolean silent) {
        String cap = "the server caps the requests on a connection";
        return silent
                ? cap
                        + " and does not say so with \"Connection: close\" in the last response, so"
                        + " that a request sent at that moment gets no answer"
                : cap + " and says so with \"Connection: close\" in the last response";
    }

    private static String costs(
            Watched watched, List<LikeEnds> capped, long cap, double perSecond) {
        double requestsPerSecond = watched.perSecond(watched.all().requests());
        String requests = Phrase.number(requestsPerSecond) + " requests";
        return "a handshake every "
                + Wording.count(cap, "request")
                + ", "
                + Phrase.rate(watched, perSecond)
                + " for "
                + (watched.isTooShortForRates() ? requests : requests + " a second")
                + "; "
                + Phrase.timeWait(watched, capped, perSecond);
    }

    private static String atSameLoad(long cap, long higher) {
        return Phrase.number((double) higher / cap)
                + " times fewer closes and TIME_WAIT (watched for too short a time to tell how many"
                + " a second)";
    }

    private static void advise(Finding.Draft draft, Watched watched, long cap, double perSecond) {
        long higher = higher(cap, perSecond);
        double then = perSecond * cap / higher;
        draft.change(RequestCaps.of(Software.ofServer(watched.all().product()), higher))
                .expect(
                        "with "
                                + Wording.count(higher)
                                + " requests each, "
                                + (watched.isTooShortForRates()
                                        ? atSameLoad(cap, higher)
                                        : Phrase.rate(then)
                                                + " at the same load, and TIME_WAIT "
                                                + Phrase.atATime(then * Tally.TIME_WAIT_SECONDS)))
                .price(
                        "what a server keeps for a connection is held longer, and clients stay"
                                + " longer with the server that they chose")
                .figure("expected_closings_per_s", then)
                .figure("expected_time_waits", then * Tally.TIME_WAIT_SECONDS);
    }
}
