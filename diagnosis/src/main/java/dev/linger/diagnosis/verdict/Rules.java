package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * All rules, in the order in which they are asked: the first that speaks decides. Those of {@link
 * #first} need one life alone; the list compares with other lives, and with what was measured of
 * the server, and so waits for the second look.
 */
final class Rules {
    private static final Rule[] MANY_LIVES = {
        StopRules::responseTimeout,
        ResponseRules::bodyTimeoutAsOften,
        StopRules::stopped,
        ResponseRules::noResponse,
        ResponseRules::noHead,
        ResponseRules::truncated,
        ResponseRules::bodyTimeout,
        ResponseRules::unreadBody,
        ResponseRules::abandoned,
        RequestRules::refusedAsBad,
        CapRules::maxRequests,
        MeasuredRules::maxRequests,
        CapRules::handlerTimeout,
        CapRules::overLimit,
        CapRules::maxAge,
        MeasuredRules::maxAge,
        StopRules::announcedDrain,
        CloseRules::serverOffer,
        CloseRules::knewNone,
        IdleRules::idleTimeout,
        MeasuredRules::idleTimeout,
        CloseRules::abort,
        StopRules::drain,
        IdleRules::surplus,
        MeasuredRules::tooSoon,
        IdleRules::loneIdleClose
    };

    private Rules() {}

    /** The verdict that needs no other life; null where one is needed. */
    static @Nullable Verdict first(ConnectionLife life) {
        Ruling ruling = onAnyLife(life);
        if (ruling == null && !RequestRules.isCutOff(life)) {
            ruling = onItsTalk(life);
        }
        return ruling == null ? null : ruling.toVerdict();
    }

    /** By type tests: linking a switch over types takes a short run too long (decision 4). */
    private static @Nullable Ruling onItsTalk(ConnectionLife life) {
        if (life.talk() instanceof Talk.Http) {
            return onHttp(life);
        }
        return life.talk() instanceof Talk.Counted ? CountRules.reset(life) : TlsRules.failed(life);
    }

    // Every life is asked these. Calls by name, because those through a list of rules take longer
    // than all that the rules look at.

    private static @Nullable Ruling onAnyLife(ConnectionLife life) {
        Ruling ruling = WireRules.refused(life);
        ruling = ruling != null ? ruling : WireRules.unanswered(life);
        ruling = ruling != null ? ruling : WireRules.stillOpen(life);
        ruling = ruling != null ? ruling : WireRules.endUnseen(life);
        ruling = ruling != null ? ruling : WireRules.oneDirection(life);
        ruling = ruling != null ? ruling : WireRules.vanished(life);
        ruling = ruling != null ? ruling : WireRules.middlebox(life);
        return ruling != null ? ruling : WireRules.unused(life);
    }

    private static @Nullable Ruling onHttp(ConnectionLife life) {
        Ruling ruling = CloseRules.upgraded(life);
        ruling = ruling != null ? ruling : CloseRules.lateRequest(life);
        ruling = ruling != null ? ruling : RequestRules.headTimeout(life);
        ruling = ruling != null ? ruling : RequestRules.badMessage(life);
        ruling = ruling != null ? ruling : RequestRules.bodyTimeout(life);
        ruling = ruling != null ? ruling : RequestRules.unreadBody(life);
        ruling = ruling != null ? ruling : ResponseRules.writeTimeout(life);
        ruling = ruling != null ? ruling : CloseRules.clientOffer(life);
        ruling = ruling != null ? ruling : CloseRules.bodyUntilClose(life);
        return ruling != null ? ruling : CloseRules.halfClose(life);
    }

    /** The verdict on a life of which {@link #first} could not tell. */
    static Verdict second(ConnectionLife life, Patterns patterns) {
        if (RequestRules.isCutOff(life)) {
            Ruling ruling = StopRules.stoppedInRequest(life, patterns);
            ruling = ruling != null ? ruling : onHttp(life);
            if (ruling != null) {
                return ruling.toVerdict();
            }
        }
        for (Rule rule : MANY_LIVES) {
            Ruling ruling = rule.judge(life, patterns);
            if (ruling != null) {
                return ruling.toVerdict();
            }
        }
        return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                .note("cannot tell from here: " + Says.whyUnknown(life))
                .toVerdict();
    }
}
