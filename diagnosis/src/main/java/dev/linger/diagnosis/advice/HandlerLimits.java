package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for the application behind them. */
public final class HandlerLimits {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.TOMCAT,
                    Software.GUNICORN,
                    Software.GO_SERVER);

    private HandlerLimits() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                Places::ofApplication,
                one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, int seconds) {
        return switch (software) {
            case NGINX -> "proxy_read_timeout " + seconds + "s;";
            case HAPROXY -> "timeout server " + seconds + "s";
            case ENVOY -> "timeout: " + seconds + "s";
            case APACHE_HTTPD -> "ProxyTimeout " + seconds;
            case TOMCAT -> "asyncTimeout=\"" + seconds * 1000 + "\"";
            case GUNICORN ->
                    """
                    timeout = %1$d
                    graceful_timeout = %1$d
                    """
                            .formatted(seconds);
            case GO_SERVER ->
                    "Handler: http.TimeoutHandler(handler, " + seconds + "*time.Second, \"busy\"),";
            default -> null;
        };
    }
}
