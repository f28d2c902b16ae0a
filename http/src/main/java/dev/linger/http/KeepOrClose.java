package dev.linger.http;

import dev.linger.life.CloseCause;
import dev.linger.life.Side;

/**
 * What an exchange means for its connection (RFC 9112, section 9.3). The first message that rules
 * persistence out decides: a request with close is the client's decision, whatever the response
 * says.
 */
public sealed interface KeepOrClose {

    /** The connection carries the next exchange. */
    record Keep() implements KeepOrClose {}

    /**
     * The connection ends with this exchange.
     *
     * @param cause {@link CloseCause#CLOSE_REQUESTED} or {@link CloseCause#BODY_UNTIL_CLOSE}
     * @param decidedBy the side whose message ruled persistence out
     */
    record Close(CloseCause cause, Side decidedBy) implements KeepOrClose {}

    /** The connection goes to another protocol. */
    record Upgraded() implements KeepOrClose {}

    /** Decides from both heads; the response is the final one. */
    static KeepOrClose after(RequestHead request, ResponseHead response, Framing framing) {
        return after(request.asksClose(), response, framing);
    }

    /**
     * Decides where the request's head is no longer at hand.
     *
     * @param requestAskedClose {@link Head#asksClose()} of the request
     * @param response the final response
     * @param framing of the response
     */
    static KeepOrClose after(boolean requestAskedClose, ResponseHead response, Framing framing) {
        if (framing instanceof Framing.Tunnel) {
            return new Upgraded();
        }
        if (requestAskedClose) {
            return new Close(CloseCause.CLOSE_REQUESTED, Side.CLIENT);
        }
        if (response.saysClose()) {
            return new Close(CloseCause.CLOSE_REQUESTED, Side.SERVER);
        }
        // Before HTTP/1.0's implied close: the missing length is what the server can change.
        if (framing instanceof Framing.UntilClose) {
            return new Close(CloseCause.BODY_UNTIL_CLOSE, Side.SERVER);
        }
        if (response.asksClose()) {
            return new Close(CloseCause.CLOSE_REQUESTED, Side.SERVER);
        }
        return new Keep();
    }
}
