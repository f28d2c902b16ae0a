package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * All rules, in the order in which they are asked: the first that speaks decides. The first list
 * needs one life alone; the second compares with other lives, and so waits for the second look.
 */
final class Rules {
    private static final Rule[] ONE_LIFE = {
        WireRules::refused,
        WireRules::unanswered,
        WireRules::stillOpen,
        WireRules::oneDirection,
        WireRules::vanished,
        WireRules::middlebox,
        WireRules::unused,
        CountRules::reset,
        TlsRules::failed,
        CloseRules::upgraded,
        CloseRules::lateRequest,
        RequestRules::headTimeout,
        RequestRules::badMessage,
        RequestRules::bodyTimeout,
        RequestRules::unreadBody,
        ResponseRules::writeTimeout,
        CloseRules::clientOffer,
        CloseRules::bodyUntilClose,
        CloseRules::halfClose
    };

    private static final Rule[] MANY_LIVES = {
        StopRules::responseTimeout,
        StopRules::stopped,
        ResponseRules::noResponse,
        ResponseRules::truncated,
        ResponseRules::bodyTimeout,
        ResponseRules::unreadBody,
        ResponseRules::abandoned,
        CapRules::maxRequests,
        CapRules::handlerTimeout,
        CapRules::overLimit,
        CapRules::maxAge,
        StopRules::announcedDrain,
        CloseRules::serverOffer,
        CloseRules::abort,
        IdleRules::idleTimeout,
        StopRules::drain,
        IdleRules::surplus,
        IdleRules::loneIdleClose
    };

    private static final Patterns NONE = new Patterns();

    private Rules() {}

    /** The verdict that needs no other life; null where one is needed. */
    static @Nullable Verdict first(ConnectionLife life) {
        for (Rule rule : ONE_LIFE) {
            Ruling ruling = rule.judge(life, NONE);
            if (ruling != null) {
                return ruling.toVerdict();
            }
        }
        return null;
    }

    /** The verdict on a life of which {@link #first} could not tell. */
    static Verdict second(ConnectionLife life, Patterns patterns) {
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
