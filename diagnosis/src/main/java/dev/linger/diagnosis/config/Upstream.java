package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a proxy opens connections to.
 *
 * @param software the proxy
 * @param name for people: {@code upstream app}
 * @param servers address and port of each; empty where they are not known
 * @param idle how long a connection without a request is kept
 * @param passes the places that pass requests on to it, at least one
 * @param place where it begins
 */
public record Upstream(
        Software software,
        String name,
        List<Address> servers,
        Idle idle,
        List<Pass> passes,
        Place place) {

    /**
     * Why a connection is not used again.
     *
     * @param text the setting with its place
     * @param isOld whether it holds no more from nginx 1.29.7 on, which keeps connections by itself
     * @param fix lines that undo it
     */
    public record Reason(String text, boolean isOld, List<String> fix) {

        public Reason {
            fix = List.copyOf(fix);
        }

        static Reason of(Place place, String says, String... fix) {
            return new Reason(place + ": " + says, false, List.of(fix));
        }

        static Reason old(Place place, String says, String... fix) {
            return new Reason(place + ": " + says + " (before nginx 1.29.7)", true, List.of(fix));
        }
    }

    /**
     * A place that passes requests on.
     *
     * @param place where it stands
     * @param notKept why its connections are not used again; empty where they are
     */
    public record Pass(Place place, List<Reason> notKept) {

        public Pass {
            notKept = List.copyOf(notKept);
        }

        boolean isKept() {
            return notKept.isEmpty();
        }

        /** Whether it depends on the version: no reason holds for each. */
        boolean mayBeKept() {
            return !isKept() && notKept.stream().allMatch(Reason::isOld);
        }
    }

    public Upstream {
        servers = List.copyOf(servers);
        passes = List.copyOf(passes);
    }

    /** The same servers as another place passes requests to them: each has its reasons. */
    Upstream withAlso(Upstream other) {
        return with(Stream.concat(passes.stream(), other.passes.stream()).toList());
    }

    /** The same as if these places alone passed requests on. */
    Upstream with(List<Pass> others) {
        return new Upstream(software, name, servers, idle, others, place);
    }

    /** Why connections are not used again, of all places. */
    List<Reason> reasons() {
        return passes.stream().flatMap(one -> one.notKept().stream()).distinct().toList();
    }

    /** Whether connections of any of its places are used again. */
    boolean isKept() {
        return passes.stream().anyMatch(Pass::isKept);
    }

    /** Whether it depends on the version. */
    boolean mayBeKept() {
        return !isKept() && passes.stream().anyMatch(Pass::mayBeKept);
    }
}
