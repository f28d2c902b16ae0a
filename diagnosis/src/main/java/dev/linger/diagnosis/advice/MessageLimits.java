package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How large a message a server takes. */
public final class MessageLimits {
    private static final List<Software> TAKING_HEADS =
            List.of(
                    Software.NGINX,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.GO_SERVER,
                    Software.NODE,
                    Software.GUNICORN,
                    Software.UVICORN);

    private static final List<Software> TAKING_BODIES =
            List.of(Software.NGINX, Software.APACHE_HTTPD);

    private MessageLimits() {}

    /** Heads of requests. */
    public static List<Change> ofHeads(@Nullable Software known, int bytes) {
        return Change.of(
                Software.likeliest(known, TAKING_HEADS),
                MessageLimits::placeOfHeads,
                one -> head(one, bytes));
    }

    /** Two of them limit heads elsewhere than they limit the rest. */
    private static String placeOfHeads(Software software) {
        return switch (software) {
            case HAPROXY -> "haproxy.cfg, global section";
            case NODE -> "in the options of http.createServer";
            default -> Places.ofServer(software);
        };
    }

    private static @Nullable String head(Software software, int bytes) {
        return switch (software) {
            case NGINX -> "large_client_header_buffers 4 " + bytes + ";";
            case HAPROXY -> "tune.bufsize " + 2 * bytes;
            case ENVOY -> "max_request_headers_kb: " + Math.max(96, bytes / 1024);
            case APACHE_HTTPD ->
                    """
                    LimitRequestLine %1$d
                    LimitRequestFieldSize %1$d
                    """
                            .formatted(bytes);
            default -> headOfApplication(software, bytes);
        };
    }

    private static @Nullable String headOfApplication(Software software, int bytes) {
        return switch (software) {
            case TOMCAT -> "maxHttpHeaderSize=\"" + bytes + "\"";
            case JETTY -> "jetty.httpConfig.requestHeaderSize=" + bytes;
            case GO_SERVER -> "MaxHeaderBytes: 4 << 20,";
            case NODE -> "maxHeaderSize: " + bytes + ",";
            case GUNICORN ->
                    """
                    limit_request_line = 8190
                    limit_request_field_size = %d
                    """
                            .formatted(bytes);
            case UVICORN -> "--h11-max-incomplete-event-size " + 4 * bytes;
            default -> null;
        };
    }

    /** Bodies of requests. */
    public static List<Change> ofBodies(@Nullable Software known, int megabytes) {
        return ofBodies(known, "", megabytes);
    }

    /** The same where no request says how large it will be, with a size as an example. */
    public static List<Change> ofBodiesInChunks(@Nullable Software known, int megabytes) {
        String comment =
                "# not announced: put the size that you need in place of " + megabytes + "\n";
        return ofBodies(known, comment, megabytes);
    }

    private static List<Change> ofBodies(@Nullable Software known, String comment, int megabytes) {
        return Change.of(
                Software.likeliest(known, TAKING_BODIES),
                MessageLimits::placeOfBodies,
                one -> body(one, comment, megabytes));
    }

    /** Where it stands for a whole server, all its clients may fill so much of its disk. */
    private static String placeOfBodies(Software software) {
        return software == Software.NGINX
                ? "nginx.conf, location block of these uploads"
                : Places.ofServer(software);
    }

    private static @Nullable String body(Software software, String comment, int megabytes) {
        return switch (software) {
            case NGINX -> comment + "client_max_body_size " + megabytes + "m;";
            case APACHE_HTTPD -> comment + "LimitRequestBody " + megabytes * 1_048_576L;
            default -> null;
        };
    }
}
