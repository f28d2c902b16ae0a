package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseOffer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Phase;
import dev.linger.life.Talk;

/** Requests that were sent behind the response with which the server announced its close. */
final class Announced {
    private Announced() {}

    /**
     * The phase at the close: between exchanges, too, where the request under way is one that the
     * server had announced not to take (RFC 9112, section 9.6).
     */
    static Phase phase(ConnectionLife life) {
        return life.talk() instanceof Talk.Http http && isBehind(life, http)
                ? Phase.IDLE
                : life.ending().phase();
    }

    /** How many requests the server took: up to the one that it announced to be the last. */
    static int taken(ConnectionLife life, Talk.Http http) {
        CloseOffer offer = http.serverOffer();
        return offer != null && isBehind(life, http) ? offer.exchange() : http.requests();
    }

    private static boolean isBehind(ConnectionLife life, Talk.Http http) {
        CloseOffer offer = http.serverOffer();
        return life.ending().phase() == Phase.HANDLING
                && offer != null
                && http.last() != null
                && offer.exchange() < http.last().number()
                && !http.gaps();
    }
}
