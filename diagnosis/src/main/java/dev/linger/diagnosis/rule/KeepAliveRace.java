package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.GracefulStops;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Bursts;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.Exchange;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests were on their way when the server closed the connection that they were sent on. */
final class KeepAliveRace implements FindingRule {
    /** Fewer show no rate. */
    private static final int FEWEST_FOR_RATE = 3;

    /** So few, all near the end of the watch, are one event and no rate. */
    private static final int FEWEST_IN_A_ROW = 10;

    private static final double LATE_SHARE = 0.8;

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
        long count = Phrase.count(late);
        if (count == 0) {
            return List.of();
        }
        Finding.Draft draft =
                Finding.of(this, weight(watched, count), watched)
                        .what(count, what(count))
                        .seen(late)
                        .figure("late_requests", (double) count)
                        .figure("expected_late_requests_per_day", 0);
        if (areOfStops(all, late, timeout)) {
            return List.of(ofStops(draft, watched, late));
        }
        Rate rate = Rate.of(watched, late, timeout);
        return List.of(
                draft.because(because(watched, timeout))
                        .costs(lost(all, late) + "; " + rate.told())
                        .next(IdleOrder.next(watched, timeout))
                        .change(IdleOrder.changes(watched, timeout))
                        .expect(IdleOrder.expect(watched, timeout))
                        .price(
                                IdleOrder.price(
                                        watched, timeout, "where each blocks a port for a minute"))
                        .figure("late_requests_per_day", rate.perDay())
                        .done());
    }

    /** Whether most met one of the moments in which several ended, well before any timeout. */
    private static boolean areOfStops(Tally all, List<LikeEnds> late, double timeout) {
        long early =
                LikeEnds.kept(late)
                        .filter(one -> timeout <= 0 || idleSeconds(one) < LATE_SHARE * timeout)
                        .count();
        return all.wire().idleEnds().of(CloseCause.LATE_REQUEST) * 2 > Phrase.count(late)
                && early * 2 > LikeEnds.kept(late).count();
    }

    /**
     * From the server's last byte, for the late request may have been captured before the close.
     */
    private static double idleSeconds(JudgedLife one) {
        Moment last = one.life().fromServer().lastByte();
        Moment close = one.life().ending().first();
        return last == null || close == null ? 0 : (close.atNanos() - last.atNanos()) / 1e9;
    }

    private static Finding ofStops(Finding.Draft draft, Watched watched, List<LikeEnds> late) {
        Tally all = watched.all();
        Bursts stops = all.wire().idleEnds();
        long refused = all.count(CloseCause.REFUSED);
        String ended =
                stops.count() == 1
                        ? "the server ended "
                                + Wording.count(stops.largest().count(), "connection")
                                + " within a quarter of a second"
                        : "the server ended several connections at once, "
                                + Wording.count(stops.count())
                                + " times";
        String unserved =
                refused == 0
                        ? ""
                        : "; "
                                + Wording.count(refused, "connect")
                                + (refused == 1 ? " was" : " were")
                                + " refused";
        return draft.because(
                        ended
                                + ", however long they had been idle: its process was stopped,"
                                + " restarted or killed"
                                + unserved)
                .costs(lost(all, late))
                .next(
                        "if it was stopped, first send no new requests there (load balancer,"
                                + " readiness, DNS), or let it answer \"Connection: close\" for some"
                                + " seconds; if it was a crash, the server's log says why")
                .change(GracefulStops.of(Software.ofServer(all.product())))
                .expect("no request meets a connection that is being closed")
                .price("a stop takes some seconds longer")
                .figure("late_requests_per_day", Double.NaN)
                .done();
    }

    private static Weight weight(Watched watched, long count) {
        if (IdleOrder.areBrowsers(watched)) {
            return Weight.WARNING;
        }
        return count > 1 && perDay(watched, count) >= CRITICAL_PER_DAY
                ? Weight.CRITICAL
                : Weight.WARNING;
    }

    private static String what(long count) {
        return Wording.count(count, "request")
                + " got no answer, because the server was just closing the connection";
    }

    private static String because(Watched watched, double timeout) {
        String closes =
                timeout <= 0
                        ? "the server closes idle connections that the clients still use"
                        : "the server closes after "
                                + Phrase.seconds(timeout)
                                + " without a request, and clients use connections that have"
                                + " waited as long";
        long roundTrip = watched.all().handshakeNanos();
        return closes
                + "; a request sent in the last "
                + (roundTrip > 0 ? rounded(roundTrip) : "round trip")
                + " before the client hears of the close arrives too late"
                + IdleOrder.told(watched);
    }

    /** To a millisecond where it is many of them. */
    private static String rounded(long nanos) {
        return nanos < 10_000_000 || nanos >= 1_000_000_000
                ? Wording.duration(nanos)
                : Math.round(nanos / 1e6) + " ms";
    }

    private static String lost(Tally all, List<LikeEnds> late) {
        long count = Phrase.count(late);
        String lost =
                Wording.share(count, Math.max(count, all.requests()))
                        + " of all requests fail unless the client sends them again, which most do"
                        + " for GET and few for POST";
        String repeatable =
                isRepeatable(late) ? "" : "; among these is one that few clients send again";
        return lost + repeatable + methods(late);
    }

    /** Of those kept, how many of each method; empty where one of them does not show its own. */
    private static String methods(List<LikeEnds> late) {
        List<String> methods = LikeEnds.kept(late).map(KeepAliveRace::lateMethod).toList();
        if (methods.contains("")) {
            return "";
        }
        Map<String, Long> counts =
                methods.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Function.identity(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(one -> one.getKey() + " " + Wording.count(one.getValue()))
                .collect(
                        Collectors.joining(
                                ", ",
                                " (of " + Wording.count(methods.size()) + " looked at: ",
                                ")"));
    }

    /** Empty where the capture shows only the exchange before. */
    private static String lateMethod(JudgedLife one) {
        Exchange last = one.life().talk() instanceof Talk.Http http ? http.last() : null;
        if (last == null || last.method() == null) {
            return "";
        }
        boolean isShown =
                one.life().talk() instanceof Talk.Http http && last.number() >= http.requests();
        return isShown ? last.method() : "";
    }

    /**
     * How many a day, and what that rests on: what was counted is surer than what pauses let
     * expect, once there is enough of it.
     *
     * @param perDay not a number where it cannot be told
     */
    private record Rate(double perDay, String told) {
        static Rate of(Watched watched, List<LikeEnds> late, double timeout) {
            long count = Phrase.count(late);
            if (count >= FEWEST_FOR_RATE) {
                double first = secondsToFirst(watched, late);
                if (count < FEWEST_IN_A_ROW && first > LATE_SHARE * watched.seconds()) {
                    return new Rate(
                            Double.NaN,
                            "all "
                                    + Wording.count(count)
                                    + " in the last "
                                    + Phrase.span(watched.seconds() - first)
                                    + " of "
                                    + Phrase.span(watched.seconds())
                                    + ": too few to tell how many a day");
                }
                String seen = Wording.count(count) + " in " + Phrase.span(watched.seconds());
                if (watched.seconds() < Phrase.SHORTEST_FOR_DAYS) {
                    return new Rate(
                            Double.NaN, seen + ", too short a watch to tell how many a day");
                }
                double perDay = Phrase.roughly(KeepAliveRace.perDay(watched, count));
                return new Rate(perDay, seen + " is about " + Phrase.number(perDay) + " a day");
            }
            RaceOdds odds = RaceOdds.of(watched, timeout);
            return odds.areBad()
                    ? new Rate(odds.perDay(), odds.told(timeout, watched.all().handshakeNanos()))
                    : new Rate(Double.NaN, "too few to tell how many a day");
        }
    }

    /** From the begin of the watch to the end of the first connection that raced. */
    private static double secondsToFirst(Watched watched, List<LikeEnds> late) {
        long from = watched.fromNanos();
        long first =
                LikeEnds.kept(late)
                        .mapToLong(one -> one.life().ending().last().atNanos())
                        .min()
                        .orElse(from);
        return (first - from) / 1e9;
    }

    /** In a day like what was watched. */
    private static double perDay(Watched watched, long count) {
        return count * Phrase.SECONDS_OF_DAY / Math.max(1, watched.seconds());
    }

    private static boolean isRepeatable(List<LikeEnds> late) {
        return LikeEnds.kept(late).allMatch(KeepAliveRace::isRepeatable);
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
