package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letting a server keep connections, where it closes after each response. */
public final class KeepAliveOfServers {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.APACHE_HTTPD,
                    Software.HAPROXY,
                    Software.GUNICORN,
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.NODE);

    private KeepAliveOfServers() {}

    /**
     * For this server, or for those that it may be.
     *
     * @param known the server, if it is known
     */
    public static List<Change> of(@Nullable Software known) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                KeepAliveOfServers::place,
                KeepAliveOfServers::setting);
    }

    /** All but one keep connections unless told otherwise. */
    private static String place(Software software) {
        String place = Places.ofServer(software);
        return software == Software.GUNICORN ? place : Change.thatIsTheDefault(place);
    }

    private static @Nullable String setting(Software software) {
        return switch (software) {
            case NGINX -> "keepalive_timeout 75s; # 0 switches it off";
            case APACHE_HTTPD -> "KeepAlive On";
            case HAPROXY -> "option http-keep-alive # instead of httpclose or http-server-close";
            case GUNICORN ->
                    """
                    worker_class = "gthread"  # sync workers never keep a connection
                    keepalive = 5
                    """;
            case TOMCAT -> "maxKeepAliveRequests=\"100\"";
            case JETTY -> "jetty.httpConfig.persistentConnectionsEnabled=true";
            case NODE -> "server.maxRequestsPerSocket = 0; // no cap; and set no Connection field";
            default -> null;
        };
    }
}
