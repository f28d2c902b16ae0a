package dev.linger.capture.link;

import java.util.Map;

/**
 * What the packets of a capture were.
 *
 * @param packets all of them
 * @param byKind how many of each; kinds without a packet are left out
 * @param unfinishedDatagrams datagrams of which a fragment is missing
 * @param tunnelled packets that carried another one, by the name of the innermost tunnel
 * @param unknownLinkTypes packets by the name of the link type that is not known here
 */
public record Counts(
        long packets,
        Map<Found, Long> byKind,
        long unfinishedDatagrams,
        Map<String, Long> tunnelled,
        Map<String, Long> unknownLinkTypes) {

    /** How many packets were of this kind. */
    public long of(Found kind) {
        return byKind.getOrDefault(kind, 0L);
    }
}
