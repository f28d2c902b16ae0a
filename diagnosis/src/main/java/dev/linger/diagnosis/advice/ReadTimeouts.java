package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for the rest of a request. */
public final class ReadTimeouts {

    private ReadTimeouts() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.likeliest(known, proxies(seconds), applications(seconds));
    }

    private static List<Change> proxies(int seconds) {
        return List.of(
                Change.of(
                        Software.NGINX,
                        "nginx.conf, http or server block",
                        """
                        client_header_timeout %ds;
                        client_body_timeout %ds;
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.HAPROXY,
                        "haproxy.cfg, defaults or frontend section",
                        """
                        timeout http-request %ds
                        timeout client %ds
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.ENVOY,
                        "the HttpConnectionManager",
                        """
                        request_headers_timeout: %ds
                        stream_idle_timeout: %ds
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.APACHE_HTTPD,
                        "httpd.conf, server or virtual host",
                        """
                        RequestReadTimeout header=%d-%d,MinRate=500 body=%d,MinRate=500
                        """
                                .formatted(seconds, 2 * seconds, seconds)));
    }

    private static List<Change> applications(int seconds) {
        return List.of(
                Change.of(
                        Software.TOMCAT,
                        "server.xml",
                        """
                        <Connector port="8080" protocol="HTTP/1.1" connectionTimeout="%d000"
                                   disableUploadTimeout="false" connectionUploadTimeout="%d000"/>
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.JETTY,
                        "start.ini",
                        """
                        jetty.http.idleTimeout=%d000
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.GO_SERVER,
                        "where the server is made",
                        """
                        server := &http.Server{
                            ReadHeaderTimeout: %d * time.Second,
                            ReadTimeout:       %d * time.Second, // head and body together
                        }
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.NODE,
                        "where the server is made",
                        """
                        server.headersTimeout = %d000;
                        server.requestTimeout = %d000; // head and body together
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.JDK_SERVER,
                        "the java command",
                        """
                        -Dsun.net.httpserver.maxReqTime=%d
                        """
                                .formatted(seconds)));
    }
}
