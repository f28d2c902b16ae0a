package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;

/**
 * Why a connection ended: the first decisive event, with what was seen.
 *
 * @param phase of the exchange in which it was decided
 * @param says the evidence, a clause
 */
record Reason(CloseCause cause, DecidedBy decidedBy, Phase phase, String says) {
    static Reason server(CloseCause cause, Phase phase, String says) {
        return new Reason(cause, DecidedBy.SERVER, phase, says);
    }

    static Reason client(CloseCause cause, Phase phase, String says) {
        return new Reason(cause, DecidedBy.CLIENT, phase, says);
    }
}
