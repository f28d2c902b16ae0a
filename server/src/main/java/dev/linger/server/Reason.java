package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;

/**
 * Why a connection is to end: the first decisive event, with what was seen.
 *
 * @param phase of the exchange in which it was decided
 * @param says the evidence, a clause
 */
record Reason(CloseCause cause, DecidedBy decidedBy, Phase phase, String says) {
    /** The same, decided in this phase. */
    Reason in(Phase other) {
        return new Reason(cause, decidedBy, other, says);
    }

    static Reason server(CloseCause cause, Phase phase, String says) {
        return new Reason(cause, DecidedBy.SERVER, phase, says);
    }

    static Reason client(CloseCause cause, Phase phase, String says) {
        return new Reason(cause, DecidedBy.CLIENT, phase, says);
    }

    static Reason operator(CloseCause cause, Phase phase, String says) {
        return new Reason(cause, DecidedBy.OPERATOR, phase, says);
    }
}
