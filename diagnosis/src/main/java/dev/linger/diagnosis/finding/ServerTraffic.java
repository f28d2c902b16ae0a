package dev.linger.diagnosis.finding;

import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the connections to one server endpoint have in common. Not thread-safe. */
public final class ServerTraffic {

    /** A value and how many connections have it. */
    public record Share<T>(T value, long count) {}

    private final Endpoint endpoint;
    private final Map<LikeEnds.Likeness, LikeEnds> groups = new HashMap<>();
    private @Nullable String product;
    private long connections;
    private long readable;
    private long requests;

    ServerTraffic(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    void accept(JudgedLife judged) {
        connections++;
        switch (judged.life().talk()) {
            case Talk.Http http -> {
                readable++;
                requests += http.requests();
                if (http.product() != null) {
                    product = http.product();
                }
            }
            case Talk.Nothing _, Talk.Other _, Talk.Tls _, Talk.Unseen _ -> {}
        }
        groups.computeIfAbsent(
                        LikeEnds.Likeness.of(judged.verdict().closing()),
                        likeness -> new LikeEnds(likeness, judged))
                .countOne();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public long connections() {
        return connections;
    }

    /** Connections on which HTTP/1 was read. */
    public long readable() {
        return readable;
    }

    /** Requests on those. */
    public long requests() {
        return requests;
    }

    /** What the {@code Server} field said last. */
    public @Nullable String product() {
        return product;
    }

    public Collection<LikeEnds> groups() {
        return groups.values();
    }

    /** How the connections divide by what this reads from a group; largest share first. */
    public <T> List<Share<T>> sharesBy(Function<LikeEnds, T> reading) {
        Map<T, Long> counts = new LinkedHashMap<>();
        for (LikeEnds group : groups.values()) {
            counts.merge(reading.apply(group), group.count(), Long::sum);
        }
        List<Share<T>> shares = new ArrayList<>();
        counts.forEach((value, count) -> shares.add(new Share<>(value, count)));
        // Equal shares in the order of their words, so that two runs print the same.
        shares.sort(
                Comparator.<Share<T>>comparingLong(Share::count)
                        .reversed()
                        .thenComparing(share -> String.valueOf(share.value())));
        return shares;
    }
}
