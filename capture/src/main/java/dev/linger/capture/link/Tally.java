package dev.linger.capture.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Counts packets by what they were. */
@SuppressWarnings("EnumOrdinal") // only as an index within this class
final class Tally {
    /** Those that took the {@link Shortcut}. */
    long segments;

    private final long[] kinds = new long[Found.values().length];
    private final Map<String, Long> tunnelled = new TreeMap<>();
    private final Map<Integer, Long> unknownLinks = new TreeMap<>();

    /** A packet carried another one, whatever that was. */
    void addTunnelled(String tunnel) {
        tunnelled.merge(tunnel, 1L, Long::sum);
    }

    void add(Found kind, int linkType) {
        kinds[kind.ordinal()]++;
        if (kind == Found.UNKNOWN_LINK) {
            unknownLinks.merge(linkType, 1L, Long::sum);
        }
    }

    Counts counts(long unfinishedDatagrams) {
        long packets = 0;
        Map<Found, Long> byKind = new EnumMap<>(Found.class);
        for (Found kind : Found.values()) {
            long count = kinds[kind.ordinal()] + (kind == Found.TCP ? segments : 0);
            packets += count;
            if (count > 0) {
                byKind.put(kind, count);
            }
        }
        Map<String, Long> named = new TreeMap<>();
        unknownLinks.forEach((type, count) -> named.put(LinkType.words(type), count));
        return new Counts(packets, byKind, unfinishedDatagrams, new TreeMap<>(tunnelled), named);
    }
}
