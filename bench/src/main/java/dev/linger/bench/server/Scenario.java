package dev.linger.bench.server;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the servers are put through.
 *
 * @param connections that wrk keeps open, or opens again and again
 * @param bodyBytes of each answer
 * @param head of each request
 */
record Scenario(String name, Measure measure, int connections, int bodyBytes, Head head) {
    /** What is measured. */
    enum Measure {
        KEPT,
        CHURN,
        LATENCY,
        IDLE,
        TLS_KEPT,
        TLS_FULL,
        TLS_RESUMED;

        /** Whether the servers speak TLS. */
        boolean isOverTls() {
            return this == TLS_KEPT || this == TLS_FULL || this == TLS_RESUMED;
        }
    }

    /** Heads of requests. */
    enum Head {
        BARE,
        BROWSER
    }

    private static final Set<Peer> ONLY_CHURN =
            EnumSet.of(Peer.LINGER_FIRST, Peer.EPOLL_CLIENT, Peer.EPOLL_FIRST);
    private static final Set<Peer> LATENCY =
            EnumSet.of(
                    Peer.LINGER_LOOP,
                    Peer.LINGER_THREAD,
                    Peer.EPOLL,
                    Peer.NGINX,
                    Peer.NETTY,
                    Peer.HELIDON);

    private static final Set<Peer> TLS =
            EnumSet.of(
                    Peer.LINGER_LOOP,
                    Peer.LINGER_THREAD,
                    Peer.NGINX,
                    Peer.GO,
                    Peer.NETTY,
                    Peer.JDK);

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (int bodyBytes : new int[] {13, 10_240}) {
            for (Head head : Head.values()) {
                for (int connections : new int[] {64, 512}) {
                    String name =
                            "kept-"
                                    + connections
                                    + (head == Head.BARE ? "-bare-" : "-browser-")
                                    + (bodyBytes == 13 ? "13" : "10k");
                    all.add(new Scenario(name, Measure.KEPT, connections, bodyBytes, head));
                }
            }
        }
        all.add(new Scenario("churn", Measure.CHURN, 64, 13, Head.BARE));
        all.add(new Scenario("latency", Measure.LATENCY, 64, 13, Head.BARE));
        all.add(new Scenario("idle", Measure.IDLE, 15_000, 13, Head.BARE));
        for (int connections : new int[] {64, 512}) {
            String name = "tls-kept-" + connections + "-bare-13";
            all.add(new Scenario(name, Measure.TLS_KEPT, connections, 13, Head.BARE));
        }
        all.add(new Scenario("tls-full", Measure.TLS_FULL, 1, 13, Head.BARE));
        all.add(new Scenario("tls-resumed", Measure.TLS_RESUMED, 1, 13, Head.BARE));
        return all;
    }

    /** Whether this server is of interest here. */
    boolean has(Peer peer) {
        return switch (measure) {
            case KEPT -> !ONLY_CHURN.contains(peer);
            case IDLE -> !ONLY_CHURN.contains(peer) && peer != Peer.LINGER_PROVIDER;
            case CHURN -> peer != Peer.EPOLL;
            case LATENCY -> LATENCY.contains(peer);
            case TLS_KEPT, TLS_FULL, TLS_RESUMED -> TLS.contains(peer);
        };
    }
}
