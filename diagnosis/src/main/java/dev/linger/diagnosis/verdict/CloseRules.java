package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.CloseOffer;
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

/** Closings that a message announced or required, and closings after a complete exchange. */
final class CloseRules {
    private static final String CLOSE = " carries \"Connection: close\"";
    static final String REQUEST_UNSEEN =
            "its request is not in the capture, and may have asked for the close";
    private static final String HTTP10 = " is HTTP/1.0 without keep-alive";
    private static final NumberedClause REQUEST_CLOSES = new NumberedClause("request ", CLOSE);
    private static final NumberedClause REQUEST_HTTP10 = new NumberedClause("request ", HTTP10);
    private static final NumberedClause RESPONSE_CLOSES = new NumberedClause("response ", CLOSE);
    private static final NumberedClause RESPONSE_HTTP10 = new NumberedClause("response ", HTTP10);

    private CloseRules() {}

    static @Nullable Ruling upgraded(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.upgraded() == null) {
            return null;
        }
        Exchange last = http.last();
        // What a client sends before the 2xx to its CONNECT looks like another request.
        String response =
                last == null || last.status() == 0 ? "a response" : "status " + last.status();
        return Ruling.certain(life, CloseCause.UPGRADED, DecidedBy.CLIENT)
                .because(
                        http.upgraded(),
                        response + " handed the connection over to another protocol");
    }

    /** RFC 9112, section 9.5: a request may be on its way when an idle connection is closed. */
    static @Nullable Ruling lateRequest(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http)) {
            return null;
        }
        Moment late = http.lateRequest();
        ClosedFirst first = life.ending().closedFirst();
        boolean serverFirst = first == ClosedFirst.SERVER || first == ClosedFirst.BOTH;
        boolean announced = http.serverOffer() != null || http.clientOffer() != null;
        if (late == null || !serverFirst || announced || isCut(http.last())) {
            return null;
        }
        return Ruling.certain(life, CloseCause.LATE_REQUEST, DecidedBy.SERVER)
                .because(
                        late,
                        "request "
                                + http.requests()
                                + behindTheClose(life, late)
                                + (wasReadOn(life)
                                        ? ", and nobody there answered any more"
                                        : ", and it took no byte of it"))
                .inPhase(Phase.IDLE);
    }

    /** Whether the close broke a response off: what came behind that had no chance. */
    private static boolean isCut(@Nullable Exchange last) {
        return last != null
                && last.responseBegan() != null
                && last.responseEnded() == null
                && !last.untilClose();
    }

    /** Whether the server closed one direction only, and threw away what still came. */
    private static boolean wasReadOn(ConnectionLife life) {
        return life.fromServer().rst() == null && life.fromClient().unacknowledgedBytes() == 0;
    }

    private static String behindTheClose(ConnectionLife life, Moment late) {
        Moment close = life.ending().first();
        long nanos = close == null ? 0 : late.atNanos() - close.atNanos();
        return nanos > 0 && life.ending().closedFirst() == ClosedFirst.SERVER
                ? " came " + Wording.duration(nanos) + " after the server's close"
                : " was on its way when the server closed";
    }

    static @Nullable Ruling clientOffer(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.clientOffer() == null) {
            return null;
        }
        if (life.ending().phase() != Phase.IDLE && !endsByClosing(life, http)) {
            return null;
        }
        return offer(life, http);
    }

    /**
     * The first message after which its sender does not keep the connection; the client's first.
     */
    static @Nullable Ruling offer(ConnectionLife life, Talk.Http http) {
        CloseOffer byClient = http.clientOffer();
        CloseOffer byServer = http.serverOffer();
        if (byClient != null) {
            Ruling ruling =
                    Ruling.certain(life, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT)
                            .because(
                                    byClient.at(),
                                    (byClient.http10() ? REQUEST_HTTP10 : REQUEST_CLOSES)
                                            .of(byClient.exchange()));
            return byServer == null ? ruling : ruling.note("the server said so as well");
        }
        return byServer == null ? null : serverOffer(life, http, byServer);
    }

    private static Ruling serverOffer(ConnectionLife life, Talk.Http http, CloseOffer offer) {
        boolean asked = isRequestSeen(life, http);
        Ruling ruling =
                asked
                        ? Ruling.certain(life, CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER)
                        : Ruling.likely(
                                life,
                                CloseCause.CLOSE_REQUESTED,
                                life.fromClient().isSeen() ? DecidedBy.SERVER : DecidedBy.UNKNOWN);
        ruling.because(
                offer.at(),
                (offer.http10() ? RESPONSE_HTTP10 : RESPONSE_CLOSES).of(offer.exchange()));
        int behind = http.requests() - Announced.taken(life, http);
        if (behind > 0) {
            ruling.note(Wording.count(behind, "request") + " behind it had no answer");
        }
        return asked ? ruling : ruling.note(REQUEST_UNSEEN);
    }

    /** Servers repeat the wish of a client to close: whose it was only the request tells. */
    private static boolean isRequestSeen(ConnectionLife life, Talk.Http http) {
        Exchange last = http.last();
        boolean isWhole = life.opening().isSeen() && !http.gaps();
        return life.fromClient().isSeen()
                && (isWhole || (last != null && last.requestHeadEnded() != null));
    }

    /** RFC 9112, section 6.3, rule 8. */
    static @Nullable Ruling bodyUntilClose(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || !endsByClosing(life, http)) {
            return null;
        }
        Exchange last = http.last();
        boolean asked = last != null && last.requestHeadEnded() != null;
        Ruling ruling =
                (asked
                                ? Ruling.certain(
                                        life, CloseCause.BODY_UNTIL_CLOSE, DecidedBy.SERVER)
                                : Ruling.likely(
                                        life, CloseCause.BODY_UNTIL_CLOSE, DecidedBy.SERVER))
                        .because(
                                last == null ? null : last.responseHeadEnded(),
                                "response "
                                        + http.responses()
                                        + " has neither Content-Length nor chunks: only closing"
                                        + " ends it")
                        .inPhase(Phase.RESPONSE_BODY);
        return asked ? ruling : ruling.note(REQUEST_UNSEEN);
    }

    /** The client sent its FIN after the request and still took the whole response. */
    static @Nullable Ruling halfClose(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return null;
        }
        boolean midExchange =
                switch (life.ending().phase()) {
                    case HANDLING, RESPONSE_HEAD, RESPONSE_BODY -> true;
                    case UNKNOWN -> http.gaps();
                    default -> false;
                };
        boolean tookIt = http.gaps() ? tookAll(life) : endedAfterFin(life, http.last());
        if (!midExchange
                || !tookIt
                || life.fromClient().rst() != null
                || life.ending().closedFirst() != ClosedFirst.CLIENT) {
            return null;
        }
        return Ruling.likely(life, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT)
                .because(
                        life.fromClient().fin(),
                        "client half-closed after its request: it would send no more")
                .because(
                        http.gaps() ? life.fromServer().lastByte() : http.last().responseEnded(),
                        "and took the whole response");
    }

    /** Whether all that came behind its FIN was acknowledged by the client, the end included. */
    private static boolean tookAll(ConnectionLife life) {
        Half server = life.fromServer();
        Moment fin = life.fromClient().fin();
        return fin != null
                && server.lastByte() != null
                && server.lastByte().isAfter(fin)
                && server.finAcknowledged();
    }

    /**
     * Whether the client's FIN did not cut it: the response ended after it. One that only closing
     * ends may have ended for the FIN, unless that was there first.
     */
    private static boolean endedAfterFin(ConnectionLife life, Exchange last) {
        Moment fin = life.fromClient().fin();
        Moment whole = last.untilClose() ? last.responseBegan() : last.responseEnded();
        return last.isComplete() && fin != null && whole != null && !fin.isAfter(whole);
    }

    static @Nullable Ruling serverOffer(ConnectionLife life, Patterns patterns) {
        return life.talk() instanceof Talk.Http http && Announced.phase(life) == Phase.IDLE
                ? offer(life, http)
                : null;
    }

    /** An idle connection of which one host knew nothing any more when it heard of it. */
    static @Nullable Ruling knewNone(ConnectionLife life, Patterns patterns) {
        Side closer = IdleRules.closerOfIdle(life);
        return closer == null || !Closers.knewNone(life)
                ? null
                : Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                        .note(
                                "cannot tell from here: the RST in the name of the "
                                        + closer.word()
                                        + " has no ACK flag: who sent it knew no such connection"
                                        + " any more");
    }

    /** A RST instead of a FIN, though everything that was sent had been acknowledged. */
    static @Nullable Ruling abort(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        if (!(life.talk() instanceof Talk.Http http)
                || closer == null
                || life.ending().phase() != Phase.IDLE) {
            return null;
        }
        Half half = life.from(closer);
        Moment rst = half.rst();
        if (rst == null || !rst.equals(life.ending().first()) || http.last() == null) {
            return null;
        }
        return Ruling.likely(life, CloseCause.ABORT, DecidedBy.of(closer))
                .because(http.last().responseEnded(), "the exchange was complete")
                .note("SO_LINGER 0, or bytes that the application had not read");
    }

    private static boolean endsByClosing(ConnectionLife life, Talk.Http http) {
        Exchange last = http.last();
        return last != null
                && last.untilClose()
                && life.ending().closedFirst() == ClosedFirst.SERVER
                && life.fromServer().fin() != null;
    }
}
