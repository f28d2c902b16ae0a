package dev.linger.diagnosis.advice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letting clients keep their connections, where they ask for a close with every request. */
public final class KeepAliveOfClients {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX_UPSTREAM,
                    Software.GO_CLIENT,
                    Software.APACHE_BENCH,
                    Software.PYTHON_REQUESTS,
                    Software.NODE_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.CURL);

    private static final int KEPT_BY_GO = 2;
    private static final int FEWEST_OF_WORKER = 32;

    private KeepAliveOfClients() {}

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     * @param connections how many run at the same time
     * @param server the server's address and port
     * @param idleSeconds after how long without a request the client is to close, before the server
     *     does; below 1 where that is not known
     */
    public static List<Change> of(
            @Nullable Software known, long connections, String server, long idleSeconds) {
        return Software.likeliest(known, CANDIDATES).stream()
                .flatMap(one ->
                        switch (one) {
                            case NGINX_UPSTREAM ->
                                    ofNginx(connections, server, idleSeconds).stream();
                            case GO_CLIENT -> ofGo(connections, idleSeconds).stream();
                            default -> changes(one).stream();
                        })
                .toList();
    }

    /** A block with a proxy_set_header of its own inherits no other one. */
    private static List<Change> ofNginx(long connections, String server, long idleSeconds) {
        String timeout = idleSeconds < 1 ? "" : "    keepalive_timeout " + idleSeconds + "s;\n";
        return List.of(
                Change.of(
                        Software.NGINX_UPSTREAM,
                        "nginx.conf, location block, with proxy_pass http://backend",
                        """
                        proxy_http_version 1.1;
                        proxy_set_header Connection ""; # beside your other proxy_set_header lines
                        """),
                Change.of(
                                Software.NGINX_UPSTREAM,
                                "nginx.conf, http block",
                                """
                                upstream backend { # where there is one, only keepalive is new
                                    server %s;
                                    keepalive %d; # idle connections that each worker keeps
                                %s}
                                """
                                        .formatted(
                                                server,
                                                Math.max(FEWEST_OF_WORKER, connections),
                                                timeout))
                        .andPart());
    }

    private static List<Change> ofGo(long connections, long idleSeconds) {
        String place = Places.ofClient(Software.GO_CLIENT);
        List<Change> changes = new ArrayList<>();
        changes.add(
                Change.ofDefault(
                        Software.GO_CLIENT,
                        place,
                        "DisableKeepAlives: false, // and never req.Close = true"));
        if (connections > KEPT_BY_GO) {
            changes.add(
                    Change.of(
                                    Software.GO_CLIENT,
                                    place,
                                    "MaxIdleConnsPerHost: "
                                            + connections
                                            + ", // "
                                            + KEPT_BY_GO
                                            + " unless told otherwise")
                            .andPart());
        }
        if (idleSeconds >= 1) {
            IdleTimeoutOfClients.atMost(Software.GO_CLIENT, idleSeconds)
                    .forEach(one -> changes.add(one.andPart()));
        }
        return changes;
    }

    private static List<Change> changes(Software software) {
        return switch (software) {
            case APACHE_BENCH -> one(software, "ab -k ...");
            case PYTHON_REQUESTS ->
                    one(
                            software,
                            "session = requests.Session()  # one for all, instead of requests.get");
            case NODE_CLIENT -> one(software, "const agent = new http.Agent({ keepAlive: true });");
            default -> inJava(software);
        };
    }

    private static List<Change> inJava(Software software) {
        return switch (software) {
            case APACHE_CLIENT ->
                    List.of(
                            Change.of(
                                    software,
                                    "before the request is executed",
                                    "request.removeHeaders(\"Connection\");"));
            case OKHTTP ->
                    List.of(
                            Change.of(
                                    software,
                                    "where the request is made",
                                    "new Request.Builder().removeHeader(\"Connection\")"));
            case REACTOR_NETTY ->
                    List.of(
                            Change.ofDefault(
                                    software,
                                    Places.ofClient(software),
                                    "HttpClient.create().keepAlive(true)"));
            case CURL ->
                    List.of(
                            Change.of(
                                    software,
                                    "the command, without -H \"Connection: close\"",
                                    "curl URL URL ... # one command for all keeps its connection"));
            default -> List.of();
        };
    }

    private static List<Change> one(Software software, String text) {
        return List.of(Change.of(software, Places.ofClient(software), text));
    }
}
