package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Exchange;
import dev.linger.life.Half;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import dev.linger.life.Wording;
import org.jspecify.annotations.Nullable;

/** Ends that were decided while the response was awaited or under way. */
final class ResponseRules {
    private static final double SHORTEST_TIMEOUT_SECONDS = 0.3;

    /** In so long a time any lost bytes would have been sent again. */
    private static final double LONG_SECONDS = 3;

    private static final String KNEW_NONE =
            "the RST has no ACK flag: who sent it knew no such connection, so that the server had"
                    + " closed before, unseen here, or something between them forgot it";

    private static final int SENT_IN_VAIN = 3;

    private ResponseRules() {}

    /** The client took no more data, and the server closed. */
    static @Nullable Ruling writeTimeout(ConnectionLife life) {
        Exchange last = inResponse(life);
        if (last == null || Closers.of(life) != Side.SERVER) {
            return null;
        }
        Half client = life.fromClient();
        Moment full = client.zeroWindow();
        Moment first = life.ending().first();
        Half server = life.fromServer();
        boolean windowClosed =
                full != null
                        && first != null
                        && client.isZeroWindowSince(last.responseBegan())
                        && full.packet() < first.packet()
                        && client.zeroWindowNanos() / 1e9 >= SHORTEST_TIMEOUT_SECONDS;
        boolean notAcknowledged =
                server.unacknowledgedBytes() > 0
                        && life.ending().quietNanos() / 1e9 >= SHORTEST_TIMEOUT_SECONDS;
        if (!windowClosed && !notAcknowledged) {
            return null;
        }
        return Ruling.likely(life, CloseCause.WRITE_TIMEOUT, DecidedBy.SERVER)
                .because(
                        windowClosed ? full : server.lastByte(),
                        windowClosed
                                ? "client took no more bytes (window 0)"
                                : "client confirmed no more bytes")
                .because(first, "server closed after " + progress(last))
                .inPhase(Phase.RESPONSE_BODY);
    }

    static @Nullable Ruling noResponse(ConnectionLife life, Patterns patterns) {
        if (!(life.talk() instanceof Talk.Http http)
                || Announced.phase(life) != Phase.HANDLING
                || Closers.of(life) != Side.SERVER) {
            return null;
        }
        if (life.fromServer().missingBytes() > 0) {
            return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.SERVER)
                    .note("cannot tell from here: the answer is not in the capture");
        }
        Exchange last = http.last();
        return (Closers.knewNone(life)
                        ? Ruling.likely(life, CloseCause.NO_RESPONSE, DecidedBy.UNKNOWN)
                                .note(KNEW_NONE)
                        : Ruling.certain(life, CloseCause.NO_RESPONSE, DecidedBy.SERVER))
                .because(
                        last == null ? null : last.requestEnded(),
                        "request "
                                + (last == null ? http.requests() : last.number())
                                + " was complete, no byte of an answer came");
    }

    static @Nullable Ruling truncated(ConnectionLife life, Patterns patterns) {
        Exchange last = inResponse(life);
        if (last == null || Closers.of(life) != Side.SERVER || isHeadless(life)) {
            return null;
        }
        boolean isWhole = life.fromServer().missingBytes() == 0 && last.method() != null;
        Ruling ruling =
                isWhole
                        ? Ruling.certain(life, CloseCause.TRUNCATED, DecidedBy.SERVER)
                        : Ruling.guess(life, CloseCause.TRUNCATED, DecidedBy.SERVER)
                                .note(
                                        last.method() == null
                                                ? "its request is not in the capture: an answer to"
                                                        + " HEAD has no body"
                                                : "bytes are missing from the capture");
        return ruling.because(
                last.responseBegan(), "the response began and broke off after " + progress(last));
    }

    /** The response stalled, and the client closed after as long as it did for others. */
    static @Nullable Ruling bodyTimeoutAsOften(ConnectionLife life, Patterns patterns) {
        return bodyTimeout(life, patterns, true);
    }

    /** The response stalled, and the client closed after a round number of seconds. */
    static @Nullable Ruling bodyTimeout(ConnectionLife life, Patterns patterns) {
        return bodyTimeout(life, patterns, false);
    }

    private static @Nullable Ruling bodyTimeout(
            ConnectionLife life, Patterns patterns, boolean asOften) {
        Exchange last = inResponse(life);
        Closings closings = patterns.of(life, Side.CLIENT);
        if (last == null || Closers.of(life) != Side.CLIENT || closings == null) {
            return null;
        }
        double stalled = Says.between(life.fromServer().lastByte(), life.ending().first());
        boolean isLike =
                asOften ? closings.stalls.around(stalled) != null : RoundSeconds.isRound(stalled);
        if (stalled < SHORTEST_TIMEOUT_SECONDS
                || !isLike
                || life.fromClient().isZeroWindowSince(last.responseBegan())) {
            return null;
        }
        return (asOften
                        ? Ruling.likely(life, CloseCause.BODY_TIMEOUT, DecidedBy.CLIENT)
                        : Ruling.guess(life, CloseCause.BODY_TIMEOUT, DecidedBy.CLIENT))
                .because(
                        life.fromServer().lastByte(),
                        "the response stalled after " + progress(last))
                .note("silence of " + Says.seconds(stalled) + " in the body");
    }

    /** The client closed with bytes of the response unread: its kernel says so by a RST. */
    static @Nullable Ruling unreadBody(ConnectionLife life, Patterns patterns) {
        Exchange last = inResponse(life);
        Moment rst = life.fromClient().rst();
        if (last == null || rst == null || !rst.equals(life.ending().first())) {
            return null;
        }
        if (isStuckOnTheWay(life)) {
            return null;
        }
        return Ruling.likely(life, CloseCause.UNREAD_BODY, DecidedBy.CLIENT)
                .because(
                        last.responseBegan(),
                        "the response began; the client closed after " + progress(last));
    }

    /** Whether the client waited for bytes that got lost: then it had read what had come. */
    private static boolean isStuckOnTheWay(ConnectionLife life) {
        return life.fromServer().unacknowledgedBytes() > 1
                && life.fromClient().zeroWindow() == null
                && life.ending().quietNanos() / 1e9 >= LONG_SECONDS;
    }

    /** The client left in mid exchange, having read all that had come. */
    static @Nullable Ruling abandoned(ConnectionLife life, Patterns patterns) {
        ClosedFirst first = life.ending().closedFirst();
        boolean unanswered =
                switch (Announced.phase(life)) {
                    case REQUEST_HEAD,
                            REQUEST_BODY,
                            HANDLING,
                            EARLY_RESPONSE,
                            RESPONSE_HEAD,
                            RESPONSE_BODY ->
                            true;
                    case CONNECTING, UNUSED, IDLE, LINGERING, UPGRADED, UNKNOWN -> false;
                };
        if (!(life.talk() instanceof Talk.Http http)
                || !unanswered
                || first == ClosedFirst.SERVER
                || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        Ruling ruling =
                Ruling.likely(life, CloseCause.ABANDONED, DecidedBy.CLIENT)
                        .because(
                                last.requestBegan(),
                                "request "
                                        + last.number()
                                        + " began; the client left before its end");
        Half server = life.fromServer();
        return server.retransmissions() < SENT_IN_VAIN || server.unacknowledgedBytes() <= 1
                ? ruling
                : ruling.note(
                        Wording.count(server.unacknowledgedBytes(), "byte")
                                + " of the server were never acknowledged, though sent again: they"
                                + " may have got lost on the way, as large packets do on a path"
                                + " with a smaller MTU");
    }

    /** Whether what the server sent is no response of HTTP/1. */
    private static boolean isHeadless(ConnectionLife life) {
        return life.talk() instanceof Talk.Http http
                && http.fault() != null
                && http.last() != null
                && http.last().responseHeadEnded() == null;
    }

    /** The server sent something that has no head, and closed. */
    static @Nullable Ruling noHead(ConnectionLife life, Patterns patterns) {
        Exchange last = inResponse(life);
        if (last == null || Closers.of(life) != Side.SERVER || !isHeadless(life)) {
            return null;
        }
        if (last.method() != null) {
            return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.SERVER)
                    .note("cannot tell from here: what the server sent is no HTTP/1 response");
        }
        return Ruling.likely(life, CloseCause.BODY_UNTIL_CLOSE, DecidedBy.SERVER)
                .because(
                        last.responseBegan(),
                        "what the server sent has no head, as in HTTP/0.9: only closing ends it")
                .inPhase(Phase.RESPONSE_BODY);
    }

    private static @Nullable Exchange inResponse(ConnectionLife life) {
        Phase phase = life.ending().phase();
        boolean inside = phase == Phase.RESPONSE_HEAD || phase == Phase.RESPONSE_BODY;
        return inside && life.talk() instanceof Talk.Http http ? http.last() : null;
    }

    private static String progress(Exchange last) {
        if (last.responseHeadEnded() == null) {
            return "a part of its head";
        }
        return last.responseDeclaredBytes() >= 0
                ? last.responseBodyBytes() + " of " + last.responseDeclaredBytes() + " body bytes"
                : last.responseBodyBytes() + " body bytes, without a last chunk";
    }
}
