package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a proxy opens connections to.
 *
 * @param software the proxy
 * @param name for people: {@code upstream app}
 * @param servers address and port of each
 * @param idle how long a connection without a request is kept
 * @param notKept why connections are not used again, each with its place; empty where they are
 * @param place where it begins
 */
public record Upstream(
        Software software,
        String name,
        List<Address> servers,
        Idle idle,
        List<String> notKept,
        Place place) {

    /** Ends a reason that holds no more from then on: nginx keeps connections by itself. */
    static final String UNTIL_KEPT_BY_ITSELF = " (before nginx 1.29.7)";

    public Upstream {
        servers = List.copyOf(servers);
        notKept = List.copyOf(notKept);
    }

    /** The same servers as another place passes requests to them: each may have its reasons. */
    Upstream withAlso(Upstream other) {
        List<String> all =
                Stream.concat(notKept.stream(), other.notKept.stream()).distinct().toList();
        return new Upstream(software, name, servers, idle, all, place);
    }

    boolean isKept() {
        return notKept.isEmpty();
    }

    /** Whether it depends on the version: no reason holds for each. */
    boolean mayBeKept() {
        return !isKept() && notKept.stream().allMatch(one -> one.endsWith(UNTIL_KEPT_BY_ITSELF));
    }
}
