package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Endpoint;

/**
 * The two endpoints of a connection, first the one that was seen sending first. Either direction of
 * the connection finds it: the hash does not depend on the order.
 */
final class FlowKey {
    private final long firstHigh;
    private final long firstLow;
    private final long secondHigh;
    private final long secondLow;
    private final int firstPort;
    private final int secondPort;

    FlowKey(Segment segment) {
        firstHigh = segment.sourceHigh;
        firstLow = segment.sourceLow;
        firstPort = segment.sourcePort;
        secondHigh = segment.destinationHigh;
        secondLow = segment.destinationLow;
        secondPort = segment.destinationPort;
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

    private static long mix(long high, long low, int port) {
        long mixed = (high ^ Long.rotateLeft(low, 29) ^ ((long) port << 17)) * 0xC2B2AE3D27D4EB4FL;
        return mixed ^ (mixed >>> 31);
    }

    /** Whether the segment goes from the first endpoint to the second. */
    boolean isForward(Segment segment) {
        return segment.sourcePort == firstPort
                && segment.destinationPort == secondPort
                && segment.sourceLow == firstLow
                && segment.destinationLow == secondLow
                && segment.sourceHigh == firstHigh
                && segment.destinationHigh == secondHigh;
    }

    /** Whether the segment goes from the second endpoint to the first. */
    boolean isBackward(Segment segment) {
        return segment.sourcePort == secondPort
                && segment.destinationPort == firstPort
                && segment.sourceLow == secondLow
                && segment.destinationLow == firstLow
                && segment.sourceHigh == secondHigh
                && segment.destinationHigh == firstHigh;
    }

    int firstPort() {
        return firstPort;
    }

    int secondPort() {
        return secondPort;
    }

    Endpoint firstEndpoint() {
        return new Endpoint(firstHigh, firstLow, firstPort);
    }

    Endpoint secondEndpoint() {
        return new Endpoint(secondHigh, secondLow, secondPort);
    }
}
