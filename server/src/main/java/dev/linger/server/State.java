package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import java.util.Set;

/** State of a connection. Times are nanoseconds of the loop's clock. */
sealed interface State {

    /** Accepted, the TLS handshake is not complete. */
    record Handshaking(long since) implements State {}

    /** Accepted, no byte yet; over TLS, none of a request. */
    record Unused(long since) implements State {}

    /** A part of a request's head has come; before it so many bytes had come on the connection. */
    record InHead(long since, long before) implements State {}

    /** A request's head is complete and its response has not ended. */
    record Busy(Call call) implements State {}

    /** The response has ended, the rest of the request's body is read and thrown away. */
    record Draining(Call call, long since) implements State {}

    /** Between exchanges. */
    record Idle(long since) implements State {}

    /** The end is announced, and the client is given until then to close first. */
    record Parting(Reason reason, long since, long until) implements State {}

    /**
     * Our FIN is sent; what comes is thrown away until the client's FIN, or until then. Of what was
     * sent, so much was unacknowledged when that was last looked at; -1 where it is not known.
     */
    record Lingering(Reason reason, Awaited awaited, long until, long left) implements State {
        /** What lingering is for. */
        enum Awaited {
            /** The client's FIN, for a request may cross ours. */
            FIN,
            /** That the client's system has the response, which has announced the end. */
            ACKNOWLEDGEMENT,
            /** Whether the client, whose FIN came before its answer, has heard it. */
            HEARING
        }

        /** Whether a close loses nothing once the client's system has all that was sent. */
        boolean isForAnswer() {
            return awaited == Awaited.ACKNOWLEDGEMENT || isForUnread();
        }

        /** Whether the answer came before a request or before its end, which nobody will read. */
        private boolean isForUnread() {
            return reason.cause() == CloseCause.UNREAD_BODY
                    || reason.cause() == CloseCause.OVER_LIMIT;
        }
    }

    /** Handed over to another protocol, and gone from here. */
    record HandedOver() implements State {}

    /** Over. */
    record Closed() implements State {}

    /** The states that may follow; docs/server.md has their picture. */
    default Set<Class<? extends State>> next() {
        return switch (this) {
            case Handshaking _ ->
                    Set.of(Unused.class, Parting.class, Lingering.class, Closed.class);
            case Unused _ ->
                    Set.of(InHead.class, Busy.class, Parting.class, Lingering.class, Closed.class);
            case InHead _ -> Set.of(Busy.class, Parting.class, Lingering.class, Closed.class);
            case Busy _ ->
                    Set.of(
                            Busy.class,
                            Draining.class,
                            Idle.class,
                            Parting.class,
                            Lingering.class,
                            HandedOver.class,
                            Closed.class);
            case Draining _ -> Set.of(Idle.class, Parting.class, Lingering.class, Closed.class);
            case Idle _ ->
                    Set.of(InHead.class, Busy.class, Parting.class, Lingering.class, Closed.class);
            case Parting _ -> Set.of(Parting.class, Lingering.class, Closed.class);
            case Lingering _ -> Set.of(Lingering.class, Closed.class);
            case HandedOver _, Closed _ -> Set.of();
        };
    }

    /** Whether bytes that come are of requests. */
    default boolean isReading() {
        return switch (this) {
            case Unused _, InHead _, Idle _, Busy _, Draining _ -> true;
            case Handshaking _, Parting _, Lingering _, HandedOver _, Closed _ -> false;
        };
    }

    /** The phase of the exchange that this state is in. */
    default Phase phase() {
        return switch (this) {
            case Handshaking _ -> Phase.CONNECTING;
            case Unused _ -> Phase.UNUSED;
            case InHead _ -> Phase.REQUEST_HEAD;
            case Busy busy -> busy.call().phase();
            case Draining _ -> Phase.REQUEST_BODY;
            case Idle _ -> Phase.IDLE;
            case Parting parting -> parting.reason().phase();
            case Lingering _ -> Phase.LINGERING;
            case HandedOver _ -> Phase.UPGRADED;
            case Closed _ -> Phase.UNKNOWN;
        };
    }
}
