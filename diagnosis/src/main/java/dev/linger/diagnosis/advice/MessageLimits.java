package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How large a message a server takes. */
public final class MessageLimits {

    private MessageLimits() {}

    /** Heads of requests. */
    public static List<Change> ofHeads(@Nullable Software known, int bytes) {
        return Change.likeliest(known, proxies(bytes), applications(bytes));
    }

    private static List<Change> proxies(int bytes) {
        return List.of(
                Change.of(
                        Software.NGINX,
                        "nginx.conf, http or server block",
                        """
                        large_client_header_buffers 4 %d;
                        """
                                .formatted(bytes)),
                Change.of(
                        Software.HAPROXY,
                        "haproxy.cfg, global section",
                        """
                        tune.bufsize %d
                        """
                                .formatted(2 * bytes)),
                Change.of(
                        Software.ENVOY,
                        "the HttpConnectionManager",
                        """
                        max_request_headers_kb: %d
                        """
                                .formatted(Math.max(96, bytes / 1024))),
                Change.of(
                        Software.APACHE_HTTPD,
                        "httpd.conf, server or virtual host",
                        """
                        LimitRequestLine %d
                        LimitRequestFieldSize %d
                        """
                                .formatted(bytes, bytes)));
    }

    private static List<Change> applications(int bytes) {
        return List.of(
                Change.of(
                        Software.TOMCAT,
                        "server.xml",
                        """
                        <Connector port="8080" protocol="HTTP/1.1" maxHttpHeaderSize="%d"/>
                        """
                                .formatted(bytes)),
                Change.of(
                        Software.JETTY,
                        "start.ini",
                        """
                        jetty.httpConfig.requestHeaderSize=%d
                        """
                                .formatted(bytes)),
                Change.of(
                        Software.GO_SERVER,
                        "where the server is made",
                        """
                        server := &http.Server{MaxHeaderBytes: 4 << 20}
                        """),
                Change.of(
                        Software.NODE,
                        "where the server is made",
                        """
                        http.createServer({ maxHeaderSize: %d }, handler)
                        """
                                .formatted(bytes)),
                Change.of(
                        Software.GUNICORN,
                        "gunicorn.conf.py",
                        """
                        limit_request_line = 8190
                        limit_request_field_size = %d
                        """
                                .formatted(bytes)),
                Change.of(
                        Software.UVICORN,
                        "the command",
                        """
                        uvicorn --h11-max-incomplete-event-size %d ...
                        """
                                .formatted(4 * bytes)));
    }

    /** Bodies of requests. */
    public static List<Change> ofBodies(@Nullable Software known, int megabytes) {
        return Change.likeliest(known, takers(megabytes));
    }

    private static List<Change> takers(int megabytes) {
        return List.of(
                Change.of(
                        Software.NGINX,
                        "nginx.conf, http or server block",
                        """
                        client_max_body_size %dm;
                        """
                                .formatted(megabytes)),
                Change.of(
                        Software.APACHE_HTTPD,
                        "httpd.conf, server or virtual host",
                        """
                        LimitRequestBody %d
                        """
                                .formatted(megabytes * 1_048_576L)));
    }
}
