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

    private RequestRules() {}

    /**
     * The server waited for the rest of a head and gave up, with a 408 or another answer or none.
     */
    static @Nullable Ruling headTimeout(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        boolean partialHead =
                last.requestBegan() != null
                        && last.requestHeadEnded() == null
                        && http.fault() == null
                        && life.fromClient().missingBytes() == 0
                        && life.ending().closedFirst() != ClosedFirst.CLIENT;
        if (http.requests() == 0 && last.requestBegan() == null && last.status() == 408) {
            return Ruling.certain(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER)
                    .because(
                            last.responseBegan(),
                            "server answered 408 to a client that sent nothing")
                    .inPhase(Phase.UNUSED);
        }
        if (!partialHead) {
            return null;
        }
        double waited = waitedAfterRequest(life, last);
        if (waited < SHORTEST_TIMEOUT_SECONDS && last.status() != 408) {
            return null;
        }
        Ruling ruling =
                (last.status() == 408
                                ? Ruling.certain(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER)
                                : Ruling.likely(life, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER))
                        .because(
                                last.requestBegan(), "the head of a request began, and never ended")
                        .inPhase(Phase.REQUEST_HEAD);
        if (last.status() != 0) {
            ruling.because(
                    last.responseBegan(),
                    "server answered " + last.status() + " after " + Says.seconds(waited));
        }
        return ruling.note("silence of " + Says.seconds(waited) + " in the head");
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
        boolean refusedAsBad =
                switch (last.status()) {
                    case 400, 414, 431, 501, 505 -> true;
                    case 413 -> last.requestEnded() != null;
                    default -> false;
                };
        boolean serverCloses =
                http.serverOffer() != null || life.ending().closedFirst() == ClosedFirst.SERVER;
        if (fault != null && fault.side() == Side.SERVER) {
            return life.ending().closedFirst() == ClosedFirst.CLIENT && cameBefore(fault, life)
                    ? Ruling.likely(life, CloseCause.BAD_MESSAGE, DecidedBy.CLIENT)
                            .because(fault.at(), "response cannot be read: " + fault.what())
                    : null;
        }
        if (!refusedAsBad || !serverCloses || http.clientOffer() != null) {
            return null;
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
        if (!isBodyIncomplete(last) || life.ending().closedFirst() == ClosedFirst.CLIENT) {
            return null;
        }
        double waited = waitedAfterRequest(life, last);
        if (waited < SHORTEST_TIMEOUT_SECONDS
                || isRefusal(last.status())
                || serverStoppedReading(life, last)) {
            return null;
        }
        Ruling ruling =
                (last.status() == 408
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
        return ruling.note("silence of " + Says.seconds(waited) + " in the body");
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
        boolean answeredEarly = phase == Phase.EARLY_RESPONSE && last.status() >= 200;
        boolean closedUnread =
                phase == Phase.REQUEST_BODY && life.ending().closedFirst() == ClosedFirst.SERVER;
        if (!answeredEarly && !closedUnread) {
            return null;
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
