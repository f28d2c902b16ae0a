package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Not relying on connections that were quiet for longer than the network remembers them. */
public final class QuietConnections {
    private static final List<Software> CLIENTS =
            List.of(
                    Software.NGINX_UPSTREAM,
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.NODE_CLIENT,
                    Software.PYTHON_REQUESTS,
                    Software.CURL);
    private static final List<Software> SERVERS = List.of(Software.NGINX, Software.HAPROXY);

    private QuietConnections() {}

    /**
     * For this client: to close idle connections sooner, or to keep them alive by probes.
     *
     * @param known the client, if it is known
     */
    public static List<Change> ofClient(
            @Nullable Software known, int idleSeconds, int probeSeconds) {
        return Change.of(
                Software.likeliest(known, CLIENTS),
                QuietConnections::placeAtClient,
                one -> atClient(one, idleSeconds, probeSeconds));
    }

    /** Two have probes elsewhere than their other settings. */
    private static String placeAtClient(Software software) {
        return switch (software) {
            case PYTHON_REQUESTS -> "before the first request";
            case CURL -> "the command";
            default -> Places.ofClient(software);
        };
    }

    private static @Nullable String atClient(Software software, int idleSeconds, int probeSeconds) {
        return switch (software) {
            case NGINX_UPSTREAM -> "keepalive_timeout " + idleSeconds + "s;";
            case GO_CLIENT -> "IdleConnTimeout: " + idleSeconds + " * time.Second,";
            case JDK_CLIENT -> "-Djdk.httpclient.keepalive.timeout=" + idleSeconds;
            case APACHE_CLIENT -> ".evictIdleConnections(TimeValue.ofSeconds(" + idleSeconds + "))";
            case OKHTTP ->
                    ".connectionPool(new ConnectionPool(5, " + idleSeconds + ", TimeUnit.SECONDS))";
            case REACTOR_NETTY ->
                    """
                    HttpClient.create(ConnectionProvider.builder("pool")
                            .maxIdleTime(Duration.ofSeconds(%d))
                            .evictInBackground(Duration.ofSeconds(%d))
                            .build())
                    """
                            .formatted(idleSeconds, probeSeconds);
            default -> probes(software, probeSeconds);
        };
    }

    private static @Nullable String probes(Software software, int seconds) {
        return switch (software) {
            case NODE_CLIENT ->
                    "const agent = new http.Agent({ keepAlive: true, keepAliveMsecs: "
                            + seconds
                            + "000 });";
            case PYTHON_REQUESTS ->
                    """
                    urllib3.connection.HTTPConnection.default_socket_options += [
                        (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
                        (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, %d),
                    ]
                    """
                            .formatted(seconds);
            case CURL -> "curl --keepalive-time " + seconds + " ...";
            default -> null;
        };
    }

    /**
     * For this server: to keep them alive by probes.
     *
     * @param known the server, if it is known
     * @param port on which it listens
     */
    public static List<Change> ofServer(@Nullable Software known, int port, int probeSeconds) {
        return Change.of(
                Software.likeliest(known, SERVERS),
                Places::ofListener,
                one -> atServer(one, port, probeSeconds));
    }

    private static @Nullable String atServer(Software software, int port, int probeSeconds) {
        return switch (software) {
            case NGINX -> "listen " + port + " so_keepalive=" + probeSeconds + "s:10s:3;";
            case HAPROXY ->
                    """
                    option clitcpka
                    clitcpka-idle %ds
                    clitcpka-intvl 10s
                    clitcpka-cnt 3
                    """
                            .formatted(probeSeconds);
            default -> null;
        };
    }

    /** For this part of the network between them, if it can: to remember for longer. */
    public static List<Change> ofNetwork(@Nullable Software known, int idleSeconds) {
        return known == null
                ? List.of()
                : Change.of(List.of(known), Places::ofNetwork, one -> onTheWay(one, idleSeconds));
    }

    private static @Nullable String onTheWay(Software software, int idleSeconds) {
        return switch (software) {
            case AWS_LOAD_BALANCER ->
                    """
                    aws elbv2 modify-listener-attributes --listener-arn "$ARN" \\
                        --attributes Key=tcp.idle_timeout.seconds,Value=%d
                    """
                            .formatted(Math.clamp(idleSeconds, 60, 6000));
            case AZURE_LOAD_BALANCER ->
                    """
                    az network lb rule update --resource-group GROUP --lb-name BALANCER \\
                        --name RULE --idle-timeout %d --enable-tcp-reset true
                    """
                            .formatted(Math.clamp(idleSeconds / 60 + 1, 4, 100));
            default -> null;
        };
    }
}
