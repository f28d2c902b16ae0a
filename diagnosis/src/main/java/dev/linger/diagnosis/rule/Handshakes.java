package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Wording;

/** How long connects took, and what they cost. */
final class Handshakes {
    /** Handshake and close take so many packets, whatever is said between them. */
    static final int PACKETS = 6;

    /** Nothing is sent again sooner than that: RFC 6298, section 2.1, as Linux has it. */
    private static final long FIRST_TIMEOUT_NANOS = 900_000_000L;

    private Handshakes() {}

    /** From SYN to the client's first ACK on those kept, the longest; 0 where none was seen. */
    static long longestNanos(Samples samples) {
        long longest = 0;
        for (JudgedLife judged : samples.kept()) {
            Opening opening = judged.life().opening();
            Moment syn = opening.syn();
            Moment established = opening.established();
            if (syn != null && established != null) {
                longest = Math.max(longest, established.atNanos() - syn.atNanos());
            }
        }
        return longest;
    }

    /** What each connection costs before its first request: a clause. */
    static String cost(Tally all) {
        long nanos = all.handshakeNanos();
        return nanos <= 0
                ? "a new handshake for each"
                : "a new handshake for each, "
                        + Wording.duration(nanos)
                        + " before its request can be sent";
    }

    /**
     * {@code 1.003 s}; or, where the client took an early answer for the whole, that a second is
     * the least.
     */
    static String took(Samples samples) {
        long nanos = longestNanos(samples);
        return nanos < FIRST_TIMEOUT_NANOS ? "a second or more" : Wording.duration(nanos);
    }
}
