package dev.linger.diagnosis.advice;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Not relying on connections that were quiet for longer than the network remembers them. */
public final class QuietConnections {

    private QuietConnections() {}

    /** For this client: to give up idle connections sooner, or to keep them alive by probes. */
    public static List<Change> ofClient(
            @Nullable Software known, int idleSeconds, int probeSeconds) {
        return Change.likeliest(known, pools(idleSeconds), others(idleSeconds, probeSeconds));
    }

    private static List<Change> pools(int idleSeconds) {
        return List.of(
                Change.of(
                        Software.NGINX_UPSTREAM,
                        Places.ofClient(Software.NGINX_UPSTREAM),
                        """
                        keepalive_timeout %ds;
                        """
                                .formatted(idleSeconds)),
                Change.of(
                        Software.GO_CLIENT,
                        Places.ofClient(Software.GO_CLIENT),
                        """
                        IdleConnTimeout: %d * time.Second,
                        """
                                .formatted(idleSeconds)),
                Change.of(
                        Software.JDK_CLIENT,
                        Places.ofClient(Software.JDK_CLIENT),
                        """
                        -Djdk.httpclient.keepalive.timeout=%d
                        """
                                .formatted(idleSeconds)),
                Change.of(
                        Software.APACHE_CLIENT,
                        "where the client is made",
                        """
                        HttpClients.custom().evictIdleConnections(TimeValue.ofSeconds(%d))
                        """
                                .formatted(idleSeconds)),
                Change.of(
                        Software.OKHTTP,
                        "where the client is made",
                        """
                        new OkHttpClient.Builder()
                                .connectionPool(new ConnectionPool(5, %d, TimeUnit.SECONDS))
                        """
                                .formatted(idleSeconds)));
    }

    private static List<Change> others(int idleSeconds, int probeSeconds) {
        return List.of(
                Change.of(
                        Software.REACTOR_NETTY,
                        "where the client is made",
                        """
                        ConnectionProvider.builder("pool")
                                .maxIdleTime(Duration.ofSeconds(%d))
                                .evictInBackground(Duration.ofSeconds(%d))
                                .build()
                        """
                                .formatted(idleSeconds, probeSeconds)),
                Change.of(
                        Software.NODE_CLIENT,
                        Places.ofClient(Software.NODE_CLIENT),
                        """
                        const agent = new http.Agent({ keepAlive: true, keepAliveMsecs: %d000 });
                        """
                                .formatted(probeSeconds)),
                Change.of(
                        Software.PYTHON_REQUESTS,
                        "before the first request",
                        """
                        urllib3.connection.HTTPConnection.default_socket_options += [
                            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
                            (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, %d),
                        ]
                        """
                                .formatted(probeSeconds)),
                Change.of(
                        Software.CURL,
                        "the command",
                        """
                        curl --keepalive-time %d ...
                        """
                                .formatted(probeSeconds)));
    }

    /** For this server: to keep them alive by probes, or to ask the network to remember them. */
    public static List<Change> ofServer(@Nullable Software known, int port, int probeSeconds) {
        return Change.likeliest(known, probing(port, probeSeconds));
    }

    private static List<Change> probing(int port, int probeSeconds) {
        return List.of(
                Change.of(
                        Software.NGINX,
                        "nginx.conf, server block",
                        """
                        listen %d so_keepalive=%ds:10s:3;
                        """
                                .formatted(port, probeSeconds)),
                Change.of(
                        Software.HAPROXY,
                        Places.ofServer(Software.HAPROXY),
                        """
                        option clitcpka
                        clitcpka-idle %ds
                        clitcpka-intvl 10s
                        clitcpka-cnt 3
                        """
                                .formatted(probeSeconds)));
    }

    /** For this part of the network between them, if it can: to remember for longer. */
    public static List<Change> ofNetwork(@Nullable Software known, int idleSeconds) {
        return Stream.of(
                        Change.of(
                                Software.AWS_LOAD_BALANCER,
                                "the command, for a network load balancer",
                                """
                                aws elbv2 modify-listener-attributes --listener-arn ARN \\
                                    --attributes Key=tcp.idle_timeout.seconds,Value=%d
                                """
                                        .formatted(Math.clamp(idleSeconds, 60, 6000))),
                        Change.of(
                                Software.AZURE_LOAD_BALANCER,
                                "the command",
                                """
                                az network lb rule update --resource-group GROUP --lb-name BALANCER \\
                                    --name RULE --idle-timeout %d --enable-tcp-reset true
                                """
                                        .formatted(Math.clamp(idleSeconds / 60 + 1, 4, 100))))
                .filter(change -> change.software() == known)
                .toList();
    }
}
