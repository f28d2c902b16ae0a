package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long proxies let a WebSocket or another tunnel be silent. */
public final class TunnelTimeouts {
    private static final List<Software> CANDIDATES =
            List.of(Software.NGINX, Software.HAPROXY, Software.ENVOY, Software.APACHE_HTTPD);

    private TunnelTimeouts() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, long seconds) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                Places::ofApplication,
                one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, long seconds) {
        return switch (software) {
            case NGINX ->
                    """
                    proxy_read_timeout %1$ds;
                    proxy_send_timeout %1$ds;
                    """
                            .formatted(seconds);
            case HAPROXY -> "timeout tunnel " + seconds + "s";
            case ENVOY -> "idle_timeout: " + seconds + "s";
            case APACHE_HTTPD -> "ProxyTimeout " + seconds;
            default -> null;
        };
    }
}
