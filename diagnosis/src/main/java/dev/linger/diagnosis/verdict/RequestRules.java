package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Exchange;
import dev.linger.life.Fault;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Ends that were decided while the request was under way. */
final class RequestRules {
    /** Shorter silence than that is no timeout. */
    private static final double SHORTEST_TIMEOUT_SECONDS = 0.45;

    private static final double SHORTEST_LIMIT_SECONDS = 1;

    private RequestRules() {}

    /**
     * The server waited for the rest of a head and gave up, with a 408 or another answer or none.
     */
    static @Nullable Ruling headTimeout(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        if (last.requestBegan() == null && last.status() == 408) {
            return unasked(life, http, last);
        }
        boolean says408 = says408(life, last);
        boolean partialHead =
                last.requestBegan() != null
                        && last.requestHeadEnded() == null
                        && http.fault() == null
                        && life.fromClient().missingBytes() == 0
                        && (says408 || life.ending().closedFirst() != ClosedFirst.CLIENT);
        if (!partialHead) {
            return null;
        }
        double waited = waitedAfterRequest(life, last);
        if (waited < SHORTEST_TIMEOUT_SECONDS && !says408) {
            return trickled(life, last);
        }
        Ruling ruling =
                (says408
                                ? Ruling.certain(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER)
                                : Ruling.likely(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER))
                        .because(
                                last.requestBegan(), "the head of a request began, and never ended")
                        .inPhase(Phase.REQUEST_HEAD);
        if (last.status() != 0) {
            ruling.because(
                    last.responseBegan(),
                    "server answered "
                            + last.status()
                            + " after "
                            + Says.seconds(
                                    Says.between(last.requestBegan(), last.responseBegan())));
        }
        return silence(ruling, waited, "head");
    }

    /**
     * The server ended the connection in mid request without a word. Whether it stopped, others
     * tell.
     */
    static boolean isCutOff(ConnectionLife life) {
        Phase phase = life.ending().phase();
        return (phase == Phase.REQUEST_HEAD || phase == Phase.REQUEST_BODY)
                && life.ending().closedFirst() == ClosedFirst.SERVER
                && life.talk() instanceof Talk.Http http
                && http.last() != null
                && http.last().status() == 0;
    }

    /** A limit on the whole head ends one of which bytes still come. */
    private static @Nullable Ruling trickled(ConnectionLife life, Exchange last) {
        double lasted = Says.between(last.requestBegan(), life.ending().first());
        if (last.status() != 0
                || lasted < SHORTEST_LIMIT_SECONDS
                || !RoundSeconds.isRound(lasted)) {
            return null;
        }
        return Ruling.guess(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER)
                .because(last.requestBegan(), "the head of a request began, and never ended")
                .inPhase(Phase.REQUEST_HEAD)
                .note("the server closed " + Says.seconds(lasted) + " later: a round number");
    }

    /** A 408 that answers no request: its server waited for one in vain. */
    private static @Nullable Ruling unasked(ConnectionLife life, Talk.Http http, Exchange last) {
        if (!life.opening().isSeen() || http.gaps()) {
            return null; // there may have been one
        }
        return http.requests() == 0
                ? Ruling.certain(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER)
                        .because(
                                last.responseBegan(),
                                "server answered 408 to a client that sent nothing")
                        .inPhase(Phase.UNUSED)
                : Ruling.certain(life, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER)
                        .because(
                                last.responseBegan(),
                                "server answered 408 to a client that sent no further request")
                        .inPhase(Phase.IDLE);
    }

    /** Whether the server says before any close that it waited too long (RFC 9110, 15.5.9). */
    private static boolean says408(ConnectionLife life, Exchange last) {
        Moment answer = last.responseBegan();
        Moment first = life.ending().first();
        return last.status() == 408 && answer != null && first != null && !answer.isAfter(first);
    }

    /** None where bytes still came, too slowly. */
    private static Ruling silence(Ruling ruling, double waited, String in) {
        return waited < SHORTEST_TIMEOUT_SECONDS
                ? ruling
                : ruling.note("silence of " + Says.seconds(waited) + " in the " + in);
    }

    static @Nullable Ruling badMessage(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        Fault fault = http.fault();
        if (fault == null && last.status() < 400) {
            return null; // as nearly every response
        }
        boolean serverCloses =
                http.serverOffer() != null || life.ending().closedFirst() == ClosedFirst.SERVER;
        if (fault != null && fault.side() == Side.SERVER) {
            if (http.serverOffer() != null && last.isComplete()) {
                return null; // what follows the last response is none (RFC 9112, section 9.6)
            }
            return life.ending().closedFirst() == ClosedFirst.CLIENT && cameBefore(fault, life)
                    ? Ruling.likely(life, CloseCause.BAD_MESSAGE, DecidedBy.CLIENT)
                            .because(fault.at(), "response cannot be read: " + fault.what())
                    : null;
        }
        if (!isRefusedAsBad(last)
                || (!serverCloses && fault == null)
                || http.clientOffer() != null) {
            return null;
        }
        if (fault == null && isAfterEnd(last.responseBegan(), life)) {
            return null; // it answers the client's FIN
        }
        if (fault == null && life.ending().phase() == Phase.IDLE) {
            return null; // for the second look
        }
        Ruling ruling =
                fault != null
                        ? Ruling.certain(life, CloseCause.BAD_MESSAGE, DecidedBy.SERVER)
                                .because(fault.at(), "request cannot be read: " + fault.what())
                                .inPhase(Phase.REQUEST_HEAD)
                        : Ruling.likely(life, CloseCause.BAD_MESSAGE, DecidedBy.SERVER);
        return ruling.because(
                last.responseHeadEnded(), "server answered " + last.status() + " and closed");
    }

    /** A complete request, in which no fault was found, was refused as bad and ended the rest. */
    static @Nullable Ruling refusedAsBad(ConnectionLife life, Patterns patterns) {
        Talk.Http http = CapRules.closedByServer(life);
        Exchange last = http == null ? null : http.last();
        Closings closings = patterns.of(life, Side.SERVER);
        boolean asAlways = closings != null && closings.closesAlways();
        if (last == null || !isRefusedAsBad(last) || asAlways) {
            return null;
        }
        return Ruling.likely(life, CloseCause.BAD_MESSAGE, DecidedBy.SERVER)
                .because(
                        last.responseHeadEnded(),
                        "server answered " + last.status() + " and closed");
    }

    private static boolean isRefusedAsBad(Exchange last) {
        return switch (last.status()) {
            case 400, 414, 431, 501, 505 -> true;
            case 413 -> last.requestEnded() != null;
            default -> false;
        };
    }

    private static boolean isAfterEnd(@Nullable Moment answer, ConnectionLife life) {
        Moment first = life.ending().first();
        return answer != null && first != null && answer.isAfter(first);
    }

    private static boolean cameBefore(Fault fault, ConnectionLife life) {
        Moment first = life.ending().first();
        return first != null && !fault.at().isAfter(first);
    }

    /** The server waited for the rest of a request body and gave up. */
    static @Nullable Ruling bodyTimeout(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        if (!isBodyIncomplete(last)) {
            return null;
        }
        boolean says408 = says408(life, last);
        double waited = waitedAfterRequest(life, last);
        boolean mayBe =
                life.ending().closedFirst() != ClosedFirst.CLIENT
                        && waited >= SHORTEST_TIMEOUT_SECONDS
                        && !isRefusal(last.status())
                        && !serverStoppedReading(life, last);
        if (!says408 && !mayBe) {
            return null;
        }
        Ruling ruling =
                (says408
                                ? Ruling.certain(life, CloseCause.BODY_TIMEOUT, DecidedBy.SERVER)
                                : Ruling.likely(life, CloseCause.BODY_TIMEOUT, DecidedBy.SERVER))
                        .because(
                                last.requestHeadEnded(),
                                "request "
                                        + last.number()
                                        + " announced "
                                        + bodyLength(last.requestDeclaredBytes()))
                        .because(
                                life.fromClient().lastByte(),
                                "its last bytes came, " + last.requestBodyBytes() + " in all")
                        .inPhase(Phase.REQUEST_BODY);
        return silence(ruling, waited, "body");
    }

    /** The server answered or closed while the client still sent its body. */
    static @Nullable Ruling unreadBody(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        if (!isBodyIncomplete(last) && !endedAfterClose(last, life)) {
            return null;
        }
        Phase phase = life.ending().phase();
        boolean closedByClient = life.ending().closedFirst() == ClosedFirst.CLIENT;
        boolean answeredEarly =
                phase == Phase.EARLY_RESPONSE
                        && last.status() >= 200
                        && (!closedByClient || last.status() >= 300 || http.serverOffer() != null);
        boolean closedUnread =
                phase == Phase.REQUEST_BODY && life.ending().closedFirst() == ClosedFirst.SERVER;
        if (!answeredEarly && !closedUnread) {
            return null;
        }
        Fault fault = http.fault();
        if (closedUnread && fault != null && fault.side() == Side.CLIENT) {
            return Ruling.likely(life, CloseCause.BAD_MESSAGE, DecidedBy.SERVER)
                    .because(fault.at(), "request cannot be read: " + fault.what());
        }
        Ruling ruling =
                Ruling.likely(life, CloseCause.UNREAD_BODY, DecidedBy.SERVER)
                        .because(
                                last.requestHeadEnded(),
                                "request "
                                        + last.number()
                                        + " announced "
                                        + bodyLength(last.requestDeclaredBytes()));
        return answeredEarly
                ? ruling.because(
                        last.responseBegan(),
                        "server answered " + last.status() + " before the body had come")
                : ruling;
    }

    private static boolean isBodyIncomplete(Exchange last) {
        return last.requestHeadEnded() != null && last.requestEnded() == null;
    }

    /** A client may go on sending after the server's FIN, to somebody who does not want it. */
    private static boolean endedAfterClose(Exchange last, ConnectionLife life) {
        Moment close = life.ending().first();
        return last.requestEnded() != null && close != null && last.requestEnded().isAfter(close);
    }

    /**
     * An answer to the head, however long it took: no server says so of a body that is late. A
     * handler that overlooks that its body broke off answers 200.
     */
    private static boolean isRefusal(int status) {
        return status >= 300 && status < 500 && status != 400 && status != 408;
    }

    private static boolean serverStoppedReading(ConnectionLife life, Exchange last) {
        return life.fromServer().isZeroWindowSince(last.requestBegan())
                || life.fromClient().unacknowledgedBytes() > 1;
    }

    /** From the client's last byte to the server's answer, or to its close where it gave none. */
    private static double waitedAfterRequest(ConnectionLife life, Exchange last) {
        Moment answer = last.responseBegan() != null ? last.responseBegan() : life.ending().first();
        return Says.between(life.fromClient().lastByte(), answer);
    }

    private static String bodyLength(long declared) {
        return declared >= 0 ? "a body of " + declared + " bytes" : "a chunked body";
    }
}
