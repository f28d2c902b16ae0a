package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.HandlerLimits;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Exchange;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Objects;

/** The server answers 503 or 504 because the application behind it took too long. */
final class HandlerTimeouts implements FindingRule {
    private static final int FEWEST = 3;

    @Override
    public String id() {
        return "handler-timeouts";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Samples late = all.with(Trait.LATE_ERROR);
        if (late.count() < FEWEST) {
            return List.of();
        }
        List<Exchange> kept = late.kept().stream().map(HandlerTimeouts::last).toList();
        long shortest = kept.stream().mapToLong(Exchange::waitNanos).min().orElseThrow();
        long waited = kept.stream().mapToLong(Exchange::waitNanos).max().orElseThrow();
        int seconds = Loss.longer(waited);
        Software server = Software.ofServer(all.productOf(late.kept()));
        return List.of(
                Finding.of(this, Loss.weight(late.count(), all.requests()), watched)
                        .what(late.count(), what(late.count(), all, shortest, waited))
                        .because(
                                "the application behind the server did not answer within its limit")
                        .costs(
                                "an error page after a long wait, while the application mostly"
                                        + " works on for nobody")
                        .next(
                                "find out why the application is slow; until then let the server"
                                        + " wait longer for it")
                        .change(HandlerLimits.of(server, seconds))
                        .expect(
                                "answers that take up to "
                                        + seconds
                                        + " s arrive: at most "
                                        + Wording.count(late.count(), "error")
                                        + " fewer")
                        .price(
                                "slow requests pile up for longer, and whoever waits in front of"
                                        + " the server must be more patient still: look first why"
                                        + " the application is slow")
                        .seen(late, HandlerTimeouts::seen)
                        .figure("waited_s", waited / 1e9)
                        .figure("late_errors", (double) late.count())
                        .figure("expected_wait_s", seconds)
                        .done());
    }

    private static String what(long count, Tally all, long shortest, long longest) {
        return "the server answered "
                + Loss.share(count, all.requests())
                + " with 503 or 504 after "
                + (longest - shortest <= longest / 10 ? "" : Wording.duration(shortest) + " to ")
                + Wording.duration(longest);
    }

    private static Seen seen(JudgedLife judged) {
        Exchange last = last(judged);
        return Seen.on(
                judged,
                last.responseBegan(),
                "request "
                        + last.number()
                        + " was answered "
                        + last.status()
                        + " after "
                        + Wording.duration(last.waitNanos()));
    }

    /** Of a connection that has the trait, and so an exchange. */
    private static Exchange last(JudgedLife judged) {
        Talk.Http http = (Talk.Http) judged.life().talk();
        return Objects.requireNonNull(http.last(), "has a late error");
    }
}
