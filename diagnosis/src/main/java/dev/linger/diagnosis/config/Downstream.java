package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.List;

/**
 * Where connections are accepted.
 *
 * @param software that accepts them
 * @param name for people: {@code server example.org}
 * @param listens ports, each with its address where it has one: {@code 127.0.0.1:8080}, {@code 80}
 * @param idle how long a connection without a request is kept
 * @param place where it begins
 */
public record Downstream(
        Software software, String name, List<String> listens, Idle idle, Place place) {

    public Downstream {
        listens = List.copyOf(listens);
    }

    /** Whether a connection to this address and port comes here, as far as names can tell. */
    boolean isAt(Address address) {
        return listens.stream().map(one -> Address.of(one, 0)).anyMatch(address::mayBe);
    }
}
