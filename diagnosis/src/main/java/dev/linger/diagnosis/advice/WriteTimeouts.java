package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for a client that takes nothing. */
public final class WriteTimeouts {
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

    private WriteTimeouts() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.ofServers(
                Software.likeliest(known, CANDIDATES), one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, int seconds) {
        return switch (software) {
            case NGINX -> "send_timeout " + seconds + "s;";
            case HAPROXY -> "timeout client " + seconds + "s";
            case ENVOY -> "stream_idle_timeout: " + seconds + "s";
            case APACHE_HTTPD -> "Timeout " + seconds;
            case TOMCAT -> "connectionTimeout=\"" + seconds * 1000 + "\"";
            case JETTY -> "jetty.http.idleTimeout=" + seconds * 1000;
            case GO_SERVER ->
                    "WriteTimeout: " + seconds + " * time.Second, // for the whole answer";
            case NODE -> "server.setTimeout(" + seconds * 1000 + ");";
            case JDK_SERVER -> "-Dsun.net.httpserver.maxRspTime=" + seconds;
            default -> null;
        };
    }
}
