package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long servers wait for the application behind them. */
public final class HandlerLimits {

    private HandlerLimits() {}

    /** For this server, or for those that it may be. */
    public static List<Change> of(@Nullable Software known, int seconds) {
        return Change.likeliest(known, proxies(seconds), applications(seconds));
    }

    private static List<Change> proxies(int seconds) {
        return List.of(
                Change.of(
                        Software.NGINX,
                        "nginx.conf, where proxy_pass stands",
                        """
                        proxy_read_timeout %ds;
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.HAPROXY,
                        "haproxy.cfg, defaults or backend section",
                        """
                        timeout server %ds
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.ENVOY,
                        "the route",
                        """
                        timeout: %ds
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.APACHE_HTTPD,
                        "httpd.conf, server or virtual host",
                        """
                        ProxyTimeout %d
                        """
                                .formatted(seconds)));
    }

    private static List<Change> applications(int seconds) {
        return List.of(
                Change.of(
                        Software.TOMCAT,
                        "server.xml",
                        """
                        <Connector port="8080" protocol="HTTP/1.1" asyncTimeout="%d000"/>
                        """
                                .formatted(seconds)),
                Change.of(
                        Software.GUNICORN,
                        "gunicorn.conf.py",
                        """
                        timeout = %d
                        graceful_timeout = %d
                        """
                                .formatted(seconds, seconds)),
                Change.of(
                        Software.GO_SERVER,
                        "where the server is made",
                        """
                        server := &http.Server{Handler: http.TimeoutHandler(handler, %d*time.Second, "busy")}
                        """
                                .formatted(seconds)));
    }
}
