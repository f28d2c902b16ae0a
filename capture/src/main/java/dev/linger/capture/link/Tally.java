package dev.linger.capture.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts packets without an allocation. */
@SuppressWarnings("EnumOrdinal") // only as an index within this class
final class Tally {
    private static final int LINK_TYPES = 65_536;

    private final long[] kinds = new long[Found.values().length];
    private final long[] unknownLinks = new long[LINK_TYPES];

    void add(Found kind, int linkType) {
        kinds[kind.ordinal()]++;
        if (kind == Found.UNKNOWN_LINK) {
            unknownLinks[linkType & (LINK_TYPES - 1)]++;
        }
    }

    Counts counts(long unfinishedDatagrams) {
        long packets = 0;
        Map<Found, Long> byKind = new EnumMap<>(Found.class);
        for (Found kind : Found.values()) {
            long count = kinds[kind.ordinal()];
            packets += count;
            if (count > 0) {
                byKind.put(kind, count);
            }
        }
        Map<String, Long> unknown = new TreeMap<>();
        for (int linkType = 0; linkType < LINK_TYPES; linkType++) {
            if (unknownLinks[linkType] > 0) {
                unknown.put(LinkType.words(linkType), unknownLinks[linkType]);
            }
        }
        return new Counts(packets, byKind, unfinishedDatagrams, unknown);
    }
}
