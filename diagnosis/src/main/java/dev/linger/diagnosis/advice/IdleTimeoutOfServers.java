package dev.linger.diagnosis.advice;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long a server keeps a connection on which no request comes. */
public final class IdleTimeoutOfServers {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.NODE,
                    Software.GO_SERVER,
                    Software.TOMCAT,
                    Software.APACHE_HTTPD,
                    Software.JETTY,
                    Software.GUNICORN,
                    Software.UVICORN,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.JDK_SERVER);

    private IdleTimeoutOfServers() {}

    /**
     * For this server, or for those that it may be.
     *
     * @param known the server, if it is known
     * @param mention a text that may name what it is
     * @param seconds the timeout to have
     */
    public static List<Change> of(
            @Nullable Software known, @Nullable String mention, long seconds) {
        List<Software> named = Software.mentioned(mention, CANDIDATES);
        return Change.of(
                Software.likeliest(
                        known,
                        CANDIDATES.stream()
                                .sorted(Comparator.comparing(one -> !named.contains(one)))
                                .toList()),
                one -> place(one, seconds),
                one -> setting(one, seconds));
    }

    private static String place(Software software, long seconds) {
        String place = Places.ofServer(software);
        return software == Software.TOMCAT
                ? place + " (Spring Boot: server.tomcat.keep-alive-timeout=" + seconds + "s)"
                : place;
    }

    private static @Nullable String setting(Software software, long seconds) {
        return switch (software) {
            case NGINX -> "keepalive_timeout " + seconds + "s;";
            case HAPROXY -> "timeout http-keep-alive " + seconds + "s";
            case ENVOY ->
                    """
                    common_http_protocol_options:
                      idle_timeout: %ds
                    """
                            .formatted(seconds);
            case APACHE_HTTPD -> "KeepAlive On\nKeepAliveTimeout " + seconds;
            case TOMCAT -> "keepAliveTimeout=\"" + seconds * 1000 + "\"";
            case JETTY -> "jetty.http.idleTimeout=" + seconds * 1000;
            case GO_SERVER ->
                    "IdleTimeout: " + seconds + " * time.Second, // else ReadTimeout counts";
            case NODE -> "server.keepAliveTimeout = " + seconds * 1000 + "; // milliseconds";
            case GUNICORN ->
                    "keepalive = "
                            + seconds
                            + "  # sync workers keep nothing: worker_class gthread";
            case UVICORN -> "--timeout-keep-alive " + seconds;
            case JDK_SERVER -> "-Dsun.net.httpserver.idleInterval=" + seconds;
            default -> null;
        };
    }
}
