package dev.linger.bench.server;

import java.util.Arrays;
import java.util.List;

/** A server that is measured. */
enum Peer {
    LINGER_LOOP("linger-loop", Kind.LINGER),
    LINGER_THREAD("linger-thread", Kind.LINGER),
    LINGER_FIRST("linger-first", Kind.LINGER),
    LINGER_PROVIDER("linger-provider", Kind.LINGER),
    EPOLL("epoll", Kind.C),
    EPOLL_CLIENT("epoll-client", Kind.C),
    EPOLL_FIRST("epoll-first", Kind.C),
    NGINX("nginx", Kind.NGINX),
    GO("go", Kind.GO),
    NETTY("netty", Kind.JAVA),
    VERTX("vertx", Kind.JAVA),
    HELIDON("helidon", Kind.JAVA),
    JETTY("jetty", Kind.JAVA),
    UNDERTOW("undertow", Kind.JAVA),
    ROBAHO("robaho", Kind.JAVA),
    JDK("jdk", Kind.JAVA);

    enum Kind {
        LINGER,
        C,
        NGINX,
        GO,
        JAVA
    }

    private final String word;
    private final Kind kind;

    Peer(String word, Kind kind) {
        this.word = word;
        this.kind = kind;
    }

    String word() {
        return word;
    }

    boolean isOnJvm() {
        return kind == Kind.LINGER || kind == Kind.JAVA;
    }

    /** Whether it counts for "the best in Java", which Linger is held against. */
    boolean isOtherJava() {
        return kind == Kind.JAVA;
    }

    Kind kind() {
        return kind;
    }

    static Peer of(String word) {
        return Arrays.stream(values())
                .filter(peer -> peer.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no peer " + word + "; there are: " + String.join(" ", words())));
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Peer::word).toList();
    }
}
