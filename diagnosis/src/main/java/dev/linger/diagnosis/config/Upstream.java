package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.List;

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

    public Upstream {
        servers = List.copyOf(servers);
        notKept = List.copyOf(notKept);
    }

    boolean isKept() {
        return notKept.isEmpty();
    }
}
