package dev.linger.diagnosis.advice;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Closing a connection that the opposite side has closed. */
public final class ClosingWhatEnded {
    private static final List<Software> SERVERS =
            List.of(
                    Software.GO_SERVER,
                    Software.NODE,
                    Software.JDK_SERVER,
                    Software.TOMCAT,
                    Software.JETTY,
                    Software.HAPROXY);

    private static final List<Software> CLIENTS =
            List.of(
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.PYTHON_REQUESTS);

    private ClosingWhatEnded() {}

    /** For a server whose clients have closed; or for those that it may be. */
    public static List<Change> ofServer(@Nullable Software known) {
        return Software.likeliest(known, SERVERS).stream()
                .map(ClosingWhatEnded::server)
                .filter(Objects::nonNull)
                .toList();
    }

    /** For a client whose server has closed; or for those that it may be. */
    public static List<Change> ofClient(@Nullable Software known) {
        return Software.likeliest(known, CLIENTS).stream()
                .map(ClosingWhatEnded::client)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Change server(Software software) {
        return switch (software) {
            case HAPROXY ->
                    Change.of(software, Places.ofServer(software), "timeout client-fin 10s");
            case TOMCAT ->
                    Change.ofDefault(software, Places.ofServer(software), "asyncTimeout=\"30000\"");
            case JETTY ->
                    Change.ofDefault(
                            software, Places.ofServer(software), "jetty.http.idleTimeout=30000");
            case GO_SERVER ->
                    Change.of(
                            software,
                            "the handler that takes the connection over by Hijack",
                            "defer conn.Close()");
            case NODE ->
                    Change.of(
                            software,
                            "where sockets are taken over, as after an upgrade",
                            "socket.on('end', () => socket.end());");
            case JDK_SERVER ->
                    Change.of(
                            software,
                            "the handler",
                            """
                            try (exchange) { // closes it on every path
                                handle(exchange);
                            }
                            """);
            default -> null;
        };
    }

    private static @Nullable Change client(Software software) {
        return switch (software) {
            case GO_CLIENT ->
                    Change.of(
                            software,
                            "after each request that did not fail",
                            "defer resp.Body.Close()");
            case JDK_CLIENT ->
                    Change.of(
                            software,
                            "where a response is read as a stream",
                            """
                            try (InputStream body = response.body()) {
                                body.readAllBytes();
                            }
                            """);
            case OKHTTP ->
                    Change.of(
                            software,
                            "where calls are executed",
                            """
                            try (Response response = call.execute()) {
                                return response.body().string();
                            }
                            """);
            default -> pool(software);
        };
    }

    private static @Nullable Change pool(Software software) {
        return switch (software) {
            case APACHE_CLIENT ->
                    Change.of(
                            software,
                            Places.ofClient(software),
                            """
                            .evictExpiredConnections()
                            .evictIdleConnections(TimeValue.ofSeconds(10))
                            """);
            case REACTOR_NETTY ->
                    Change.of(
                            software,
                            "where the pool is built, after ConnectionProvider.builder",
                            ".evictInBackground(Duration.ofSeconds(10))");
            case PYTHON_REQUESTS ->
                    Change.of(
                            software,
                            "where requests are sent",
                            """
                            with requests.Session() as session:  # closes its pool at the end
                                session.get(url)
                            """);
            default -> null;
        };
    }
}
