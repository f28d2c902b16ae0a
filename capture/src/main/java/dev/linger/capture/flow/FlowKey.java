package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Endpoint;

/**
 * The two endpoints of a connection, first the one that was seen sending first. Either direction of
 * the connection finds it: the hash does not depend on the order. The flow itself is one, so that
 * what every packet is compared with lies beside what it changes.
 */
sealed class FlowKey permits Flow {
    private long firstHigh;
    private long firstLow;
    private long secondHigh;
    private long secondLow;
    private int firstPort;
    private int secondPort;

    /** Whether the segment that matched last goes from the first endpoint to the second. */
    boolean forward;

    /** {@link #hash} of its segments. */
    long hash;

    final void set(Segment segment, long hash) {
        firstHigh = segment.sourceHigh;
        firstLow = segment.sourceLow;
        firstPort = segment.sourcePort;
        secondHigh = segment.destinationHigh;
        secondLow = segment.destinationLow;
        secondPort = segment.destinationPort;
        forward = true;
        this.hash = hash;
    }

    /** The same for both directions; never 0. */
    static long hash(Segment segment) {
        long hash =
                mix(segment.sourceHigh, segment.sourceLow, segment.sourcePort)
                        + mix(
                                segment.destinationHigh,
                                segment.destinationLow,
                                segment.destinationPort);
        hash *= 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }

    /**
     * Of no two ends over IPv4 the same: of the turned address, the bits from 13 to 28 are alike
     * for all of them, and there the port goes. Prefixes of IPv6 are strewn so that they do not
     * undo it.
     */
    private static long mix(long high, long low, int port) {
        long strewn = high * 0x9E3779B97F4A7C15L;
        long mixed =
                (strewn ^ Long.rotateLeft(low, 29) ^ ((long) port << 13)) * 0xC2B2AE3D27D4EB4FL;
        return mixed ^ (mixed >>> 31);
    }

    /** Whether the segment goes from one endpoint to the other; then {@link #forward} is set. */
    final boolean matches(Segment segment) {
        int source = segment.sourcePort;
        int destination = segment.destinationPort;
        if (source == firstPort
                && destination == secondPort
                && segment.sourceLow == firstLow
                && segment.destinationLow == secondLow
                && segment.sourceHigh == firstHigh
                && segment.destinationHigh == secondHigh) {
            forward = true;
            return true;
        }
        if (source == secondPort
                && destination == firstPort
                && segment.sourceLow == secondLow
                && segment.destinationLow == firstLow
                && segment.sourceHigh == secondHigh
                && segment.destinationHigh == firstHigh) {
            forward = false;
            return true;
        }
        return false;
    }

    final int firstPort() {
        return firstPort;
    }

    final int secondPort() {
        return secondPort;
    }

    final Endpoint firstEndpoint() {
        return new Endpoint(firstHigh, firstLow, firstPort);
    }

    final Endpoint secondEndpoint() {
        return new Endpoint(secondHigh, secondLow, secondPort);
    }
}
