package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Letting clients keep their connections, where they ask for a close with every request. */
public final class KeepAliveOfClients {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.NGINX_UPSTREAM,
                    Software.GO_CLIENT,
                    Software.APACHE_BENCH,
                    Software.PYTHON_REQUESTS,
                    Software.NODE_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.CURL);

    private KeepAliveOfClients() {}

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     */
    public static List<Change> of(@Nullable Software known) {
        return Software.likeliest(known, CANDIDATES).stream()
                .flatMap(one -> changes(one).stream())
                .toList();
    }

    private static List<Change> changes(Software software) {
        return switch (software) {
            case NGINX_UPSTREAM ->
                    List.of(
                            Change.of(
                                    software,
                                    "nginx.conf, where proxy_pass stands",
                                    """
                                    proxy_http_version 1.1;
                                    proxy_set_header Connection "";
                                    """),
                            Change.of(software, "nginx.conf, upstream block", "keepalive 32;")
                                    .andPart());
            case GO_CLIENT ->
                    List.of(
                            Change.ofDefault(
                                    software,
                                    Places.ofClient(software),
                                    "DisableKeepAlives: false, // and never req.Close = true"));
            case APACHE_BENCH -> one(software, "ab -k ...");
            case PYTHON_REQUESTS ->
                    one(
                            software,
                            "session = requests.Session()  # one for all, instead of requests.get");
            case NODE_CLIENT -> one(software, "const agent = new http.Agent({ keepAlive: true });");
            default -> inJava(software);
        };
    }

    private static List<Change> inJava(Software software) {
        return switch (software) {
            case APACHE_CLIENT ->
                    List.of(
                            Change.of(
                                    software,
                                    "before the request is executed",
                                    "request.removeHeaders(\"Connection\");"));
            case OKHTTP ->
                    List.of(
                            Change.of(
                                    software,
                                    "where the request is made",
                                    "new Request.Builder().removeHeader(\"Connection\")"));
            case REACTOR_NETTY ->
                    List.of(
                            Change.ofDefault(
                                    software,
                                    Places.ofClient(software),
                                    "HttpClient.create().keepAlive(true)"));
            case CURL ->
                    List.of(
                            Change.of(
                                    software,
                                    "the command, without -H \"Connection: close\"",
                                    "curl URL URL ... # one command for all keeps its connection"));
            default -> List.of();
        };
    }

    private static List<Change> one(Software software, String text) {
        return List.of(Change.of(software, Places.ofClient(software), text));
    }
}
