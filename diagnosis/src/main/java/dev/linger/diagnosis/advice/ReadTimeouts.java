package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for the rest of a request. */
public final class ReadTimeouts {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.GO_SERVER,
                    Software.NODE,
                    Software.JDK_SERVER);

    private ReadTimeouts() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.ofServers(
                Software.likeliest(known, CANDIDATES), one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, int seconds) {
        return switch (software) {
            case NGINX ->
                    """
                    client_header_timeout %1$ds;
                    client_body_timeout %1$ds;
                    """
                            .formatted(seconds);
            case HAPROXY ->
                    """
                    timeout http-request %1$ds
                    timeout client %1$ds
                    """
                            .formatted(seconds);
            case ENVOY ->
                    """
                    request_headers_timeout: %1$ds
                    stream_idle_timeout: %1$ds
                    """
                            .formatted(seconds);
            case APACHE_HTTPD ->
                    "RequestReadTimeout header=%1$d-%2$d,MinRate=500 body=%1$d,MinRate=500"
                            .formatted(seconds, 2 * seconds);
            default -> ofApplication(software, seconds);
        };
    }

    private static @Nullable String ofApplication(Software software, int seconds) {
        return switch (software) {
            case TOMCAT ->
                    """
                    connectionTimeout="%1$d000"
                    disableUploadTimeout="false"
                    connectionUploadTimeout="%1$d000"
                    """
                            .formatted(seconds);
            case JETTY -> "jetty.http.idleTimeout=" + seconds * 1000;
            case GO_SERVER ->
                    """
                    ReadHeaderTimeout: %1$d * time.Second,
                    ReadTimeout: %1$d * time.Second, // head and body together
                    """
                            .formatted(seconds);
            case NODE ->
                    """
                    server.headersTimeout = %1$d000;
                    server.requestTimeout = %1$d000; // head and body together
                    """
                            .formatted(seconds);
            case JDK_SERVER -> "-Dsun.net.httpserver.maxReqTime=" + seconds;
            default -> null;
        };
    }
}
