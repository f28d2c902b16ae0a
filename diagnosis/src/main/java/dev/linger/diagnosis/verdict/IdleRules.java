package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Exchange;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Closings of idle connections that nothing announced. */
final class IdleRules {
    private IdleRules() {}

    static @Nullable Ruling idleTimeout(ConnectionLife life, Patterns patterns) {
        Side closer = closerOfIdle(life);
        if (closer == null) {
            return null;
        }
        double gap = life.ending().quietNanos() / 1e9;
        Closings closings = patterns.of(life, closer);
        Histogram.Cluster cluster = closings == null ? null : closings.idleCluster(life, gap);
        boolean hinted = closer == Side.SERVER && fitsHint(life, gap);
        if (closings != null && cluster != null && isOfBurst(life, closer, closings, cluster)) {
            cluster = null;
        }
        if (gap < Patterns.SHORTEST_IDLE_SECONDS || (cluster == null && !hinted)) {
            return null;
        }
        Ruling ruling =
                life.talk() instanceof Talk.Http
                        ? Ruling.likely(life, CloseCause.IDLE_TIMEOUT, decidedBy(life, closer))
                        : Ruling.guess(life, CloseCause.IDLE_TIMEOUT, decidedBy(life, closer));
        quiet(ruling, life, gap);
        if (isByReset(life, closer)) {
            ruling.note("closed by a reset");
        }
        if (hinted && life.talk() instanceof Talk.Http http) {
            ruling.note("\"Keep-Alive: timeout=" + http.hintTimeoutSeconds() + "\" announced it");
        }
        MeasuredServer server = closer == Side.SERVER ? patterns.measured(life) : null;
        if (server != null && server.idle().fits(gap)) {
            ruling.note(server.saysOfIdle());
        }
        return cluster == null ? ruling : name(ruling, life, cluster, closer);
    }

    /**
     * Many different gaps that end at one moment: some of them are always alike. The connections of
     * a process that is killed are reset, and may all have been idle since one moment.
     */
    private static boolean isOfBurst(
            ConnectionLife life, Side closer, Closings closings, Histogram.Cluster cluster) {
        Moment first = life.ending().first();
        if (first == null) {
            return false;
        }
        IdleCloses.Together burst = closings.idleBurst(first.atNanos());
        int most = isByReset(life, closer) ? cluster.count() : cluster.count() * 3;
        // Waits that are more alike than their ends are a timer's.
        boolean areTimed =
                burst.widthNanos() >= Burst.AT_ONCE_NANOS
                        && cluster.spreadSeconds() * 1e9 < burst.widthNanos() / 2.0;
        return !areTimed && burst.count() * 2 > most;
    }

    private static boolean isByReset(ConnectionLife life, Side closer) {
        Moment rst = life.from(closer).rst();
        return rst != null && rst.equals(life.ending().first());
    }

    static @Nullable Ruling surplus(ConnectionLife life, Patterns patterns) {
        Side closer = closerOfIdle(life);
        if (closer == null
                || !(life.talk() instanceof Talk.Http http)
                || life.ending().quietNanos() / 1e9 >= Patterns.AT_ONCE_SECONDS) {
            return null;
        }
        Exchange last = http.last();
        boolean isAsked = last != null && last.requestHeadEnded() != null;
        Ruling ruling =
                (isAsked
                                ? Ruling.likely(life, CloseCause.SURPLUS, decidedBy(life, closer))
                                : Ruling.guess(life, CloseCause.SURPLUS, decidedBy(life, closer))
                                        .note(CloseRules.REQUEST_UNSEEN))
                        .because(
                                last == null ? null : last.responseEnded(),
                                isAsked
                                        ? "the response ended, and both sides could have kept the"
                                                + " connection"
                                        : "the response ended, and did not ask for the close")
                        .note(
                                closer.word()
                                        + " closed "
                                        + Says.seconds(life.ending().quietNanos() / 1e9)
                                        + " later");
        if (last != null && isEarly(last)) {
            ruling.note("answered before the request had ended");
        }
        return isOnlyCall(life, http, closer, patterns)
                ? ruling.note("the client had no further request: none but this one was seen of it")
                : ruling;
    }

    private static boolean isEarly(Exchange last) {
        Moment began = last.responseBegan();
        Moment asked = last.requestEnded();
        return began != null && asked != null && asked.isAfter(began);
    }

    /** A command such as curl asks once and ends; its connection was too many for nobody. */
    private static boolean isOnlyCall(
            ConnectionLife life, Talk.Http http, Side closer, Patterns patterns) {
        Closings closings = patterns.of(life, closer);
        return closer == Side.CLIENT
                && http.requests() == 1
                && life.ending().manner() == Manner.FIN
                && closings != null
                && closings.connections == 1;
    }

    /** One closing alone shows no cluster; a server's is still most likely its idle timeout. */
    static @Nullable Ruling loneIdleClose(ConnectionLife life, Patterns patterns) {
        Side closer = closerOfIdle(life);
        if (closer == null) {
            return null;
        }
        double gap = life.ending().quietNanos() / 1e9;
        boolean http = life.talk() instanceof Talk.Http;
        boolean fits =
                (RoundSeconds.isRound(gap) && !(life.talk() instanceof Talk.Other))
                        || (http && closer == Side.SERVER && gap >= 0.5);
        if (gap >= Patterns.AT_ONCE_SECONDS && fits) {
            Ruling ruling = Ruling.guess(life, CloseCause.IDLE_TIMEOUT, decidedBy(life, closer));
            String product = product(life, closer, gap);
            quiet(ruling, life, gap)
                    .note("too few closings like this one to tell a timeout from chance");
            if (closer == Side.SERVER && life.talk() instanceof Talk.Http said) {
                advertised(ruling, said);
            }
            return product == null ? ruling : ruling.note("fits " + product);
        }
        return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                .note(reasonUnknown(life, closer, gap));
    }

    private static void advertised(Ruling ruling, Talk.Http http) {
        if (http.hintTimeoutSeconds() > 0) {
            ruling.note(
                    "the server advertised "
                            + http.hintTimeoutSeconds()
                            + " s (\"Keep-Alive: timeout\")");
        }
    }

    private static String reasonUnknown(ConnectionLife life, Side closer, double gap) {
        return switch (life.talk()) {
            case Talk.Tls _ -> "cannot tell from here: the content is encrypted";
            case Talk.Unseen _ -> "cannot tell from here: the capture holds no content";
            case Talk.Counted _ -> "cannot tell from here: the kernel shows no content";
            case Talk.Other spoken ->
                    "cannot tell from here: the content is "
                            + (spoken.http2() ? "HTTP/2" : "not HTTP/1");
            case Talk.Nothing _, Talk.Http _ ->
                    "cannot tell from here: "
                            + closer.word()
                            + " closed an idle connection after "
                            + Says.seconds(gap)
                            + ", and too few closings are like it";
        };
    }

    static Ruling quiet(Ruling ruling, ConnectionLife life, double gap) {
        return ruling.because(
                lastByte(life), "the last byte; then silence of " + Says.seconds(gap));
    }

    /** An alert that announces the close ends the silence before it. */
    private static @Nullable Moment lastByte(ConnectionLife life) {
        if (life.talk() instanceof Talk.Tls tls && tls.lastData() != null) {
            return tls.lastData();
        }
        Moment client = life.fromClient().lastByte();
        Moment server = life.fromServer().lastByte();
        boolean serverLast = client == null || (server != null && server.isAfter(client));
        return serverLast ? server : client;
    }

    private static @Nullable String product(ConnectionLife life, Side closer, double seconds) {
        return life.talk() instanceof Talk.Http http
                ? Fingerprints.of(closer, seconds, http.product(), http.hintTimeoutSeconds())
                : Fingerprints.of(closer, seconds, null, -1);
    }

    private static Ruling name(
            Ruling ruling, ConnectionLife life, Histogram.Cluster cluster, Side closer) {
        String product =
                life.talk() instanceof Talk.Other ? null : product(life, closer, cluster.seconds());
        ruling.note(
                cluster.count()
                        + " of "
                        + cluster.of()
                        + " idle connections that this "
                        + closer.word()
                        + " closed had waited "
                        + Says.seconds(cluster.seconds())
                        + " (spread "
                        + Says.seconds(cluster.spreadSeconds())
                        + ")");
        return product == null ? ruling : ruling.note("fits " + product);
    }

    /** Servers close between the hint and a second and a half after it. */
    private static boolean fitsHint(ConnectionLife life, double gap) {
        return life.talk() instanceof Talk.Http http
                && http.hintTimeoutSeconds() > 0
                && gap >= http.hintTimeoutSeconds() * 0.98
                && gap <= http.hintTimeoutSeconds() + 1.5;
    }

    private static DecidedBy decidedBy(ConnectionLife life, Side closer) {
        return life.ending().closedFirst() == ClosedFirst.BOTH
                ? DecidedBy.UNKNOWN
                : DecidedBy.of(closer);
    }

    /** The side that closed an idle connection, or one of which the exchanges cannot be seen. */
    static @Nullable Side closerOfIdle(ConnectionLife life) {
        Ending ending = life.ending();
        boolean idle =
                life.talk() instanceof Talk.Http
                        ? ending.phase() == Phase.IDLE
                        : !(life.talk() instanceof Talk.Nothing);
        return idle ? Closers.deciderOf(life) : null;
    }
}
