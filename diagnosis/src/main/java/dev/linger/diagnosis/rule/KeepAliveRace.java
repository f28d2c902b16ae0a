package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Set;

/** Requests crossed the server's close of the connection that they were sent on. */
final class KeepAliveRace implements FindingRule {
    /** Fewer a day are an accident. */
    private static final double CRITICAL_PER_DAY = 24;

    /** RFC 9110, section 9.2.2: what a client may send again without knowing what became of it. */
    private static final Set<String> REPEATABLE =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    @Override
    public String id() {
        return "keep-alive-race";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        List<LikeEnds> late = all.ends(CloseCause.LATE_REQUEST);
        double timeout = IdleOrder.serverSeconds(watched);
        RaceOdds odds = RaceOdds.of(watched, timeout);
        long count = Phrase.count(late);
        if (count == 0) {
            return List.of();
        }
        double perDay = count * Phrase.SECONDS_OF_DAY / Math.max(1, watched.seconds());
        Finding.Draft draft =
                Finding.of(this, weight(watched, count, perDay), watched)
                        .what(count, what(count))
                        .because(because(watched, timeout))
                        .costs(lost(all, late, odds))
                        .change(IdleOrder.changes(watched, timeout))
                        .expect("none, once the clients' idle timeout is below the server's")
                        .price(
                                "the side that closes first keeps TIME_WAIT: then it is the"
                                        + " clients, with a port for each")
                        .seen(late)
                        .figure("late_requests", (double) count)
                        .figure("late_requests_per_day", Math.max(perDay, odds.perDay()))
                        .figure("expected_late_requests_per_day", 0);
        return List.of(draft.done());
    }

    private static Weight weight(Watched watched, long count, double perDay) {
        if (IdleOrder.areBrowsers(watched)) {
            return Weight.WARNING;
        }
        return count > 1 && perDay >= CRITICAL_PER_DAY ? Weight.CRITICAL : Weight.WARNING;
    }

    private static String what(long count) {
        return Wording.count(count, "request")
                + " crossed the server's close of the connection, and got no answer";
    }

    private static String because(Watched watched, double timeout) {
        String closes =
                timeout <= 0
                        ? "the server closes idle connections that the clients still use"
                        : "the server closes after "
                                + Phrase.seconds(timeout)
                                + " without a request, and clients use connections that have"
                                + " waited as long";
        return closes
                + "; what is sent in the last round trip before comes too late"
                + IdleOrder.told(watched);
    }

    private static String lost(Tally all, List<LikeEnds> late, RaceOdds odds) {
        long count = Phrase.count(late);
        String lost =
                Wording.share(count, Math.max(count, all.requests()))
                        + " of all requests fail unless the client sends them again, which most do"
                        + " for GET and few for POST";
        String repeatable =
                isRepeatable(late) ? "" : "; among these is one that few clients send again";
        return odds.areBad()
                ? lost
                        + repeatable
                        + "; by the pauses, about "
                        + Phrase.number(odds.perDay())
                        + " a day"
                : lost + repeatable;
    }

    private static boolean isRepeatable(List<LikeEnds> late) {
        return late.stream()
                .flatMap(kind -> kind.samples().kept().stream())
                .allMatch(KeepAliveRace::isRepeatable);
    }

    /** True also where the capture shows only the exchange before. */
    private static boolean isRepeatable(JudgedLife one) {
        if (!(one.life().talk() instanceof Talk.Http http) || http.last() == null) {
            return true;
        }
        String method = http.last().method();
        return method == null
                || http.last().number() < http.requests()
                || REPEATABLE.contains(method);
    }
}
