package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.advice.TunnelTimeouts;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tunnels;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.verdict.Histogram;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** WebSockets and other tunnels that are closed because they were silent. */
final class TunnelIdleTimeout implements FindingRule {
    private static final double HARMLESS_SECONDS = 600;
    private static final long AMPLE_SECONDS = 3600;

    @Override
    public String id() {
        return "tunnel-idle-timeout";
    }

    @Override
    public List<Finding> find(Watched watched) {
        List<Finding> found = new ArrayList<>();
        for (Side closer : Side.values()) {
            Histogram.Cluster limit = watched.all().tunnels().limit(closer);
            if (limit != null) {
                found.add(find(watched, closer, limit));
            }
        }
        return found;
    }

    private Finding find(Watched watched, Side closer, Histogram.Cluster limit) {
        Tunnels tunnels = watched.all().tunnels();
        double seconds = limit.seconds();
        boolean isUsual = limit.count() * 2L >= tunnels.count();
        long longer = Math.max(AMPLE_SECONDS, Math.round(seconds * 2));
        Finding.Draft draft =
                Finding.of(
                                this,
                                isUsual && seconds < HARMLESS_SECONDS
                                        ? Weight.WARNING
                                        : Weight.NOTICE,
                                watched)
                        .what(limit.count(), what(tunnels, closer, limit))
                        .because(
                                "a time limit for silence of the "
                                        + closer.word()
                                        + ", or of a proxy in its place (nginx: proxy_read_timeout,"
                                        + " HAProxy: timeout tunnel)")
                        .costs(
                                "each is opened anew, by two handshakes (TCP and the upgrade), and"
                                        + " misses what was to be sent to it meanwhile")
                        .next(
                                "let one end send a ping at least every "
                                        + Phrase.seconds(pingSeconds(seconds))
                                        + " (WebSocket has a frame for it: RFC 6455, section 5.5.2),"
                                        + " or raise the limit")
                        .expect("tunnels that stay open while nothing is to be said")
                        .price(
                                "pings wake up both ends; with a longer limit alone, tunnels whose"
                                        + " other end has vanished are noticed as much later")
                        .seen(tunnels.closedBy(closer), TunnelIdleTimeout::seen)
                        .figure("silence_s", seconds)
                        .figure("closings", limit.count())
                        .figure("ping_s", pingSeconds(seconds));
        if (closer == Side.SERVER) {
            draft.change(TunnelTimeouts.of(Software.ofServer(watched.all().product()), longer));
        }
        return draft.done();
    }

    private static double pingSeconds(double limit) {
        return limit / 2;
    }

    private static String what(Tunnels tunnels, Side closer, Histogram.Cluster limit) {
        return "the "
                + closer.word()
                + " closed "
                + Wording.count(limit.count())
                + " of "
                + Wording.count(tunnels.count(), "upgraded connection")
                + " (WebSocket, CONNECT) after "
                + Phrase.seconds(limit.seconds())
                + " in which neither side sent anything";
    }

    private static Seen seen(JudgedLife judged) {
        return Seen.on(
                judged,
                judged.life().ending().first(),
                "closed after a silence of "
                        + Wording.duration(judged.life().ending().quietNanos()));
    }
}
