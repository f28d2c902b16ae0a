package dev.linger.diagnosis.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many connections may wait at a server until it accepts them. */
public final class Backlogs {
    /** What a listening socket may ask for at most, since Linux 5.4: {@code somaxconn}. */
    public static final int LENGTH = 4096;

    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX,
                    Software.HAPROXY,
                    Software.ENVOY,
                    Software.APACHE_HTTPD,
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.NODE,
                    Software.GUNICORN,
                    Software.UVICORN,
                    Software.JDK_SERVER);

    private Backlogs() {}

    /**
     * For this server, or for those that it may be, and for the system below it.
     *
     * @param known the server, if it is known
     * @param port on which it listens
     */
    public static List<Change> of(@Nullable Software known, int port) {
        List<Change> changes = new ArrayList<>();
        Software.likeliest(known, CANDIDATES).stream()
                .map(one -> change(one, port))
                .filter(Objects::nonNull)
                .forEach(changes::add);
        Change ofSystem =
                Change.of(
                        Software.LINUX,
                        "/etc/sysctl.d/90-backlog.conf on the server's machine, then sysctl --system",
                        """
                        net.core.somaxconn = %1$d
                        net.ipv4.tcp_max_syn_backlog = %1$d
                        """
                                .formatted(LENGTH));
        changes.add(changes.isEmpty() ? ofSystem : ofSystem.andPart());
        return changes;
    }

    /** For connections whose handshake is not complete: what a flood of SYNs fills. */
    public static Change ofHalfOpen() {
        return Change.of(
                Software.LINUX,
                "/etc/sysctl.d/90-syn-flood.conf on the server's machine, then sysctl --system",
                """
                net.ipv4.tcp_syncookies = 1
                net.ipv4.tcp_max_syn_backlog = %d
                """
                        .formatted(LENGTH));
    }

    private static @Nullable Change change(Software software, int port) {
        return switch (software) {
            case NGINX ->
                    Change.of(
                            software,
                            Places.ofListener(software),
                            "listen " + port + " backlog=" + LENGTH + ";");
            case HAPROXY -> Change.of(software, Places.ofServer(software), "backlog " + LENGTH);
            case ENVOY ->
                    Change.of(
                            software, "envoy.yaml, in the listener", "tcp_backlog_size: " + LENGTH);
            case APACHE_HTTPD ->
                    Change.of(software, "httpd.conf, server config", "ListenBacklog " + LENGTH);
            case TOMCAT ->
                    Change.of(
                            software, Places.ofServer(software), "acceptCount=\"" + LENGTH + "\"");
            case JETTY ->
                    Change.of(
                            software,
                            Places.ofServer(software),
                            "jetty.http.acceptQueueSize=" + LENGTH);
            default -> inCode(software, port);
        };
    }

    private static @Nullable Change inCode(Software software, int port) {
        return switch (software) {
            case NODE ->
                    Change.of(
                            software,
                            "where the server begins to listen",
                            "server.listen({ port: " + port + ", backlog: " + LENGTH + " });");
            case GUNICORN -> Change.of(software, Places.ofServer(software), "backlog = " + LENGTH);
            case UVICORN -> Change.of(software, Places.ofServer(software), "--backlog " + LENGTH);
            case JDK_SERVER ->
                    Change.of(
                            software,
                            "where the server is made",
                            "HttpServer.create(new InetSocketAddress("
                                    + port
                                    + "), "
                                    + LENGTH
                                    + ");");
            default -> null;
        };
    }
}
