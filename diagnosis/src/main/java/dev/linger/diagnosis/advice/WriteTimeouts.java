package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for a client that takes nothing. */
public final class WriteTimeouts {

    private WriteTimeouts() {}

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
                        send_timeout %ds;
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.HAPROXY,
                        "haproxy.cfg, defaults or frontend section",
                        """
                        timeout client %ds
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.ENVOY,
                        "the HttpConnectionManager",
                        """
                        stream_idle_timeout: %ds
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.APACHE_HTTPD,
                        "httpd.conf, server or virtual host",
                        """
                        Timeout %d
                        """
                                .formatted(seconds)));
    }

    private static List<Change> applications(int seconds) {
        return List.of(
                Change.of(
                        Software.TOMCAT,
                        "server.xml",
                        """
                        <Connector port="8080" protocol="HTTP/1.1" connectionTimeout="%d000"/>
                        """
                                .formatted(seconds)),
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
                        server := &http.Server{WriteTimeout: %d * time.Second} // for the whole answer
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.NODE,
                        "where the server is made",
                        """
                        server.setTimeout(%d000);
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.JDK_SERVER,
                        "the java command",
                        """
                        -Dsun.net.httpserver.maxRspTime=%d
                        """
                                .formatted(seconds)));
    }
}
