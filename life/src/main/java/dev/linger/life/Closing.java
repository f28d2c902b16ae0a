package dev.linger.life;

import java.util.Objects;

/**
 * The end of a connection: five questions that everyone mixes up, each its own field, and the phase
 * in which the end was decided.
 */
public record Closing(
        CloseCause cause,
        DecidedBy decidedBy,
        ClosedFirst closedFirst,
        Manner manner,
        Phase phase) {

    @Override
    public boolean equals(Object object) {
        return object instanceof Closing one
                && one.cause == cause
                && one.decidedBy == decidedBy
                && one.closedFirst == closedFirst
                && one.manner == manner
                && one.phase == phase;
    }

    @Override
    public int hashCode() {
        return Objects.hash(cause, decidedBy, closedFirst, manner, phase);
    }

    /**
     * Which end keeps TIME_WAIT. Derived: the side whose FIN came first keeps it once it has the
     * FIN of the opposite side; a RST kills it (RFC 9293, section 3.6.1; RFC 1337).
     */
    public TimeWaitAt timeWaitAt() {
        return switch (manner) {
            case FIN ->
                    switch (closedFirst) {
                        case CLIENT -> TimeWaitAt.CLIENT;
                        case SERVER -> TimeWaitAt.SERVER;
                        case BOTH -> TimeWaitAt.BOTH;
                        case NOBODY, UNKNOWN -> TimeWaitAt.UNKNOWN;
                    };
            case HALF_CLOSED, RESET, REFUSED, SILENCE, OPEN -> TimeWaitAt.NOBODY;
            case UNKNOWN -> TimeWaitAt.UNKNOWN;
        };
    }
}
