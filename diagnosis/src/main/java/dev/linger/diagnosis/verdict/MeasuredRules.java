package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.CloseOffer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Closings that no other one is like, explained by what a probe measured of the server. */
final class MeasuredRules {
    private MeasuredRules() {}

    static @Nullable Ruling maxRequests(ConnectionLife life, Patterns patterns) {
        MeasuredServer server = patterns.measured(life);
        Talk.Http http = CapRules.closedByServer(life);
        if (server == null || http == null || http.requests() < 2) {
            return null;
        }
        return http.requests() != server.requests()
                ? null
                : capped(life, http, CloseCause.MAX_REQUESTS)
                        .because(
                                life.ending().first(),
                                server.source()
                                        + " measured that this server takes "
                                        + server.requests()
                                        + " requests on a connection");
    }

    static @Nullable Ruling maxAge(ConnectionLife life, Patterns patterns) {
        MeasuredServer server = patterns.measured(life);
        Talk.Http http = CapRules.closedByServer(life);
        Moment first = life.ending().first();
        if (server == null || http == null || first == null || http.requests() < 2) {
            return null;
        }
        double age = life.secondsTo(first);
        return !server.age().fits(age)
                ? null
                : capped(life, http, CloseCause.MAX_AGE)
                        .because(
                                first,
                                "it was "
                                        + Says.seconds(age)
                                        + " old; "
                                        + server.source()
                                        + " measured that this server ends connections "
                                        + server.age());
    }

    private static Ruling capped(ConnectionLife life, Talk.Http http, CloseCause cause) {
        CloseOffer offer = http.serverOffer();
        return Ruling.likely(life, cause, DecidedBy.SERVER)
                .because(
                        offer == null ? null : offer.at(),
                        "response " + http.responses() + " carries \"Connection: close\"");
    }

    static @Nullable Ruling idleTimeout(ConnectionLife life, Patterns patterns) {
        MeasuredServer server = ofIdleClose(life, patterns);
        double gap = life.ending().quietNanos() / 1e9;
        if (server == null || gap < Patterns.SHORTEST_IDLE_SECONDS || !server.idle().fits(gap)) {
            return null;
        }
        Ruling ruling =
                life.talk() instanceof Talk.Http
                        ? Ruling.likely(life, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER)
                        : Ruling.guess(life, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
        return IdleRules.quiet(ruling, life, gap)
                .because(life.ending().first(), server.saysOfIdle());
    }

    /** Sooner than the server lets go by itself: not its idle timeout, however round. */
    static @Nullable Ruling tooSoon(ConnectionLife life, Patterns patterns) {
        MeasuredServer server = ofIdleClose(life, patterns);
        double gap = life.ending().quietNanos() / 1e9;
        if (server == null
                || gap < Patterns.AT_ONCE_SECONDS
                || !server.idle().isBefore(gap)
                || !(life.talk() instanceof Talk.Http)) {
            return null;
        }
        return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.SERVER)
                .note(
                        "cannot tell from here: server closed an idle connection after "
                                + Says.seconds(gap)
                                + ", and too few closings are like it; its idle timeout it was not: "
                                + server.saysOfIdle());
    }

    /** The measured server that closed an idle connection; null where it is another end. */
    private static @Nullable MeasuredServer ofIdleClose(ConnectionLife life, Patterns patterns) {
        MeasuredServer server = patterns.measured(life);
        return server == null || IdleRules.closerOfIdle(life) != Side.SERVER ? null : server;
    }
}
