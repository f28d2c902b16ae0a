package dev.linger.diagnosis.advice;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Servers that stop after the exchanges under way, and not in the middle of them. */
public final class GracefulStops {
    private static final int SECONDS = 30;

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
                    Software.GUNICORN,
                    Software.UVICORN,
                    Software.JDK_SERVER);

    private GracefulStops() {}

    /**
     * For this server, or for those that it may be.
     *
     * @param known the server, if it is known
     */
    public static List<Change> of(@Nullable Software known) {
        return Software.likeliest(known, CANDIDATES).stream()
                .map(GracefulStops::change)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Change change(Software software) {
        return switch (software) {
            case NGINX ->
                    Change.of(
                            software,
                            "nginx.conf, outside of all blocks; and stop it by nginx -s quit",
                            "worker_shutdown_timeout " + SECONDS + "s;");
            case HAPROXY ->
                    Change.of(
                            software,
                            "haproxy.cfg, global section; and stop it by SIGUSR1",
                            "hard-stop-after " + SECONDS + "s");
            case ENVOY -> Change.of(software, "envoy's command line", "--drain-time-s " + SECONDS);
            case APACHE_HTTPD ->
                    Change.of(
                            software,
                            "httpd.conf, server config; and stop it by apachectl graceful-stop",
                            "GracefulShutdownTimeout " + SECONDS);
            case TOMCAT ->
                    Change.of(
                            software,
                            "server.xml, attribute of the Service",
                            "gracefulStopAwaitMillis=\"" + SECONDS * 1000 + "\"");
            case JETTY ->
                    Change.of(
                            software,
                            "start.d/graceful.ini in the Jetty base, made by start.jar"
                                    + " --add-modules=graceful",
                            "jetty.server.stopTimeout=" + SECONDS * 1000);
            default -> inCode(software);
        };
    }

    private static @Nullable Change inCode(Software software) {
        return switch (software) {
            case GO_SERVER ->
                    Change.of(
                            software,
                            "where the program is told to stop",
                            """
                            ctx, cancel := context.WithTimeout(context.Background(), %d*time.Second)
                            defer cancel()
                            server.Shutdown(ctx) // and not server.Close()
                            """
                                    .formatted(SECONDS));
            case NODE ->
                    Change.of(
                            software,
                            Places.ofServer(software),
                            "process.on('SIGTERM', () => server.close(() => process.exit(0)));");
            case GUNICORN ->
                    Change.ofDefault(
                            software, Places.ofServer(software), "graceful_timeout = " + SECONDS);
            case UVICORN ->
                    Change.of(
                            software,
                            Places.ofServer(software),
                            "--timeout-graceful-shutdown " + SECONDS);
            case JDK_SERVER ->
                    Change.of(
                            software,
                            "where the program is told to stop",
                            "server.stop(" + SECONDS + ");");
            default -> null;
        };
    }
}
