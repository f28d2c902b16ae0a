package dev.linger.life;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection sent, as far as it was seen. The two halves of a connection are
 * observed apart: what one side sent says nothing about what the opposite side received.
 *
 * @param packets packets of this side; 0 where this direction was not captured
 * @param bytes payload bytes by sequence numbers, each byte once; -1 where that cannot be known
 * @param missingBytes those of them that the capture does not hold (loss, snap length)
 * @param firstByte its first payload
 * @param lastByte its last new payload
 * @param fin its first FIN
 * @param finUnseen whether that FIN is not in the capture: {@code fin} is then the first packet of
 *     the opposite side that acknowledges it
 * @param finAcknowledged whether the opposite side acknowledged that FIN
 * @param rst its first RST
 * @param strayRst whether that RST came over another number of hops than its other packets (TTL)
 * @param rstAnswers whether that RST has no ACK flag: it answers a segment of which its host knew
 *     no connection (RFC 9293, section 3.10.7.1), and is nobody's decision
 * @param afterRst its first new payload behind that RST, which then was none of its own; null where
 *     there was none
 * @param unreachable the first ICMP error by which the network answered a segment of this side;
 *     null where there was none
 * @param retransmissions segments sent again
 * @param unansweredSince the first of its last repetitions (retransmissions, keep-alive probes) to
 *     which the opposite side answered nothing at all; null where there are none
 * @param unanswered how many those are
 * @param zeroWindow begin of the longest time in which this side took no data (window 0); null
 *     where there was none
 * @param zeroWindowNanos how long that was
 * @param unacknowledgedBytes payload that the opposite side never acknowledged
 */
public record Half(
        long packets,
        long bytes,
        long missingBytes,
        @Nullable Moment firstByte,
        @Nullable Moment lastByte,
        @Nullable Moment fin,
        boolean finUnseen,
        boolean finAcknowledged,
        @Nullable Moment rst,
        boolean strayRst,
        boolean rstAnswers,
        @Nullable Moment afterRst,
        @Nullable Evidence unreachable,
        int retransmissions,
        @Nullable Moment unansweredSince,
        int unanswered,
        @Nullable Moment zeroWindow,
        long zeroWindowNanos,
        long unacknowledgedBytes)
        implements Serializable {

    /** A direction of which nothing was seen. */
    public static final Half UNSEEN =
            new Half(
                    0, -1, 0, null, null, null, false, false, null, false, false, null, null, 0,
                    null, 0, null, 0, 0);

    /**
     * What one end of a connection knows of a side, without packets.
     *
     * @param bytes that were read from it, or written by it
     * @param unacknowledgedBytes those of them that the opposite side's kernel had not acknowledged
     */
    public static Half ofSocket(
            long bytes,
            @Nullable Moment firstByte,
            @Nullable Moment lastByte,
            @Nullable Moment fin,
            @Nullable Moment rst,
            long unacknowledgedBytes) {
        return new Half(
                0,
                bytes,
                0,
                firstByte,
                lastByte,
                fin,
                false,
                fin != null,
                rst,
                false,
                false,
                null,
                null,
                0,
                null,
                0,
                null,
                0,
                unacknowledgedBytes);
    }

    /** Whether this side's longest time without room for data began then or later. */
    public boolean isZeroWindowSince(@Nullable Moment begin) {
        return zeroWindow != null && (begin == null || !begin.isAfter(zeroWindow));
    }

    /** Whether any packet of this direction was seen. */
    public boolean isSeen() {
        return packets > 0;
    }
}
