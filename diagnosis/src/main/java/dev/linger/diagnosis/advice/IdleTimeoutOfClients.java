package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long a client's pool keeps a connection that nothing uses. */
public final class IdleTimeoutOfClients {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.NODE_CLIENT,
                    Software.NGINX_UPSTREAM,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.CURL,
                    Software.AWS_LOAD_BALANCER);

    private static final List<Software> PROXIES =
            List.of(
                    Software.NGINX_UPSTREAM,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.AWS_LOAD_BALANCER);

    private IdleTimeoutOfClients() {}

    /** At most so long, for a proxy, which goes by the names of those whom it serves. */
    public static List<Change> ofProxies(long seconds) {
        return Change.ofClients(PROXIES, one -> lettingGo(one, seconds));
    }

    /**
     * At most so long, that the client lets go before the server does: for this client, or for
     * those that it may be.
     *
     * @param known the client, if it is known
     * @param seconds the timeout to have
     */
    public static List<Change> atMost(@Nullable Software known, long seconds) {
        return Change.ofClients(
                Software.likeliest(known, CANDIDATES), one -> lettingGo(one, seconds));
    }

    /**
     * At least so long, that a connection is still there when it is needed: for this client, or for
     * those that it may be.
     *
     * @param known the client, if it is known
     * @param seconds the timeout to have
     */
    public static List<Change> atLeast(@Nullable Software known, long seconds) {
        return Change.ofClients(
                Software.likeliest(known, CANDIDATES), one -> keeping(one, seconds));
    }

    /**
     * HAProxy has no clock for a single idle connection: pool-purge-delay ends half of those that
     * are too many, each time, and a request may always meet the server's close. Keeping none is
     * the only end of that; bench/race shows both.
     */
    private static @Nullable String lettingGo(Software software, long seconds) {
        return software == Software.HAPROXY
                ? "option http-server-close"
                : setting(software, seconds);
    }

    private static @Nullable String keeping(Software software, long seconds) {
        return software == Software.HAPROXY
                ? "default-server pool-purge-delay " + seconds + "s"
                : setting(software, seconds);
    }

    private static @Nullable String setting(Software software, long seconds) {
        return switch (software) {
            case GO_CLIENT -> "IdleConnTimeout: " + seconds + " * time.Second,";
            case JDK_CLIENT -> "-Djdk.httpclient.keepalive.timeout=" + seconds;
            case APACHE_CLIENT ->
                    """
                    .setKeepAliveStrategy((response, context) -> TimeValue.ofSeconds(%1$d))
                    .evictIdleConnections(TimeValue.ofSeconds(%1$d))
                    """
                            .formatted(seconds);
            case OKHTTP ->
                    ".connectionPool(new ConnectionPool(5, " + seconds + ", TimeUnit.SECONDS))";
            case NODE_CLIENT ->
                    "const agent = new http.Agent({ keepAlive: true, timeout: "
                            + seconds * 1000
                            + " });";
            case CURL -> "curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, " + seconds + "L);";
            default -> ofProxy(software, seconds);
        };
    }

    private static @Nullable String ofProxy(Software software, long seconds) {
        return switch (software) {
            case REACTOR_NETTY ->
                    """
                    HttpClient.create(ConnectionProvider.builder("pool")
                            .maxIdleTime(Duration.ofSeconds(%d))
                            .build())
                    """
                            .formatted(seconds);
            case NGINX_UPSTREAM -> "keepalive 32;\nkeepalive_timeout " + seconds + "s;";
            case ENVOY ->
                    """
                    typed_extension_protocol_options:
                      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                        common_http_protocol_options:
                          idle_timeout: %ds
                        explicit_http_config:
                          http_protocol_options: {}
                    """
                            .formatted(seconds);
            case APACHE_HTTPD -> "ProxySet ttl=" + seconds;
            default -> IdleTimesOfLoadBalancers.setting(software, seconds);
        };
    }
}
