package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.ReadTimeouts;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server stops waiting for the rest of requests. */
final class SlowRequests implements FindingRule {
    private static final int FEWEST = 3;

    @Override
    public String id() {
        return "slow-requests";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends late = Ends.of(all, SlowRequests::isLate);
        long heads = late.in(Phase.REQUEST_HEAD);
        long bodies = late.in(Phase.REQUEST_BODY);
        if (heads + bodies < FEWEST) {
            return List.of();
        }
        int seconds = Loss.longer(late.longestWaitNanos());
        Software server = Software.ofServer(all.productOf(LikeEnds.kept(late.kinds()).toList()));
        return List.of(
                Finding.of(this, weight(all, late, heads, bodies), watched)
                        .what(heads + bodies, what(late, heads, bodies))
                        .because(because(watched, late, heads, bodies))
                        .costs(costs(all, late, heads, bodies))
                        .next(
                                "let the server wait longer, if these clients are wanted; where they"
                                        + " are stuck or attack, its limit is right")
                        .change(ReadTimeouts.of(server, seconds))
                        .expect(
                                "a client has "
                                        + seconds
                                        + " s instead of "
                                        + Loss.waits(late)
                                        + " for what it still has to send")
                        .price(
                                "clients that send slowly on purpose occupy the server as much"
                                        + " longer: behind a proxy that buffers requests the limit"
                                        + " can stay short")
                        .seen(late.kinds())
                        .figure("waited_s", late.shortestWaitNanos() / 1e9)
                        .figure("expected_wait_s", seconds)
                        .done());
    }

    private static boolean isLate(LikeEnds kind) {
        CloseCause cause = kind.likeness().cause();
        return kind.likeness().decidedBy() == DecidedBy.SERVER
                && (cause == CloseCause.HEAD_TIMEOUT || cause == CloseCause.BODY_TIMEOUT);
    }

    /** Who does not even send a head is seldom a user; who uploads mostly is. */
    private static Weight weight(Tally all, Ends late, long heads, long bodies) {
        Weight weight =
                Loss.weight(heads + bodies, all.requests() + heads, late.shortestWaitNanos());
        return weight == Weight.CRITICAL && heads > bodies ? Weight.WARNING : weight;
    }

    private static String what(Ends late, long heads, long bodies) {
        String part = heads == 0 ? "the body" : bodies == 0 ? "the head" : "the head or the body";
        return "the server closed "
                + Wording.count(heads + bodies, "connection")
                + " in the middle of a request, after "
                + Loss.waits(late)
                + " without the rest of "
                + part;
    }

    private static String because(Watched watched, Ends late, long heads, long bodies) {
        long clients =
                watched.server().clients().stream()
                        .filter(client -> client.all().count(SlowRequests::isLate) > 0)
                        .count();
        String limit = "its limit is about " + Wording.duration(late.shortestWaitNanos());
        boolean areKnown = watched.server().connectionsBeyond() == 0;
        return heads > bodies && clients == 1 && areKnown
                ? limit
                        + ", and one client alone runs into it: a stuck program, or an attack by"
                        + " slow heads"
                : limit
                        + ", and "
                        + (areKnown ? Wording.count(clients, "client") : "clients")
                        + " sent nothing for as long: a slow network, or a client that computes"
                        + " while it sends";
    }

    private static String costs(Tally all, Ends late, long heads, long bodies) {
        long told =
                late.kinds().stream()
                        .mapToLong(kind -> kind.statuses().getOrDefault(408, 0L))
                        .sum();
        String failed = Loss.share(heads + bodies, all.requests() + heads);
        if (told >= heads + bodies) {
            return failed + " ended with status 408";
        }
        return failed
                + " failed, and the client saw its connection closed without an answer"
                + (told == 0 ? "" : ", but for " + told + " that ended with status 408");
    }
}
