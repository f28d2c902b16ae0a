package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many requests a server takes on one connection. */
public final class RequestCaps {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.APACHE_HTTPD,
                    Software.TOMCAT,
                    Software.ENVOY,
                    Software.NODE);

    private RequestCaps() {}

    /**
     * For this server, or for those that it may be.
     *
     * @param known the server, if it is known
     * @param requests the cap to have
     */
    public static List<Change> of(@Nullable Software known, long requests) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                RequestCaps::place,
                one -> setting(one, requests));
    }

    /** nginx refuses a second one in a block. */
    private static String place(Software software) {
        String place = Places.ofServer(software);
        return software == Software.NGINX
                ? place + ", in place of the one there (nginx -T | grep keepalive_requests)"
                : place;
    }

    private static @Nullable String setting(Software software, long requests) {
        return switch (software) {
            case NGINX -> "keepalive_requests " + requests + ";";
            case APACHE_HTTPD -> "MaxKeepAliveRequests " + requests;
            case TOMCAT -> "maxKeepAliveRequests=\"" + requests + "\"";
            case ENVOY ->
                    """
                    common_http_protocol_options:
                      max_requests_per_connection: %d
                    """
                            .formatted(requests);
            case NODE -> "server.maxRequestsPerSocket = " + requests + "; // 0 is no cap";
            default -> null;
        };
    }
}
