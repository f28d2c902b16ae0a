package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One client, and so one pool, for all requests, where each call makes its own. */
public final class OneClientForAll {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.PYTHON_REQUESTS,
                    Software.GO_CLIENT,
                    Software.JDK_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.NODE_CLIENT,
                    Software.CURL);

    private OneClientForAll() {}

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     */
    public static List<Change> of(@Nullable Software known) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                _ -> "once for the whole program",
                OneClientForAll::setting);
    }

    private static @Nullable String setting(Software software) {
        return switch (software) {
            case PYTHON_REQUESTS ->
                    "session = requests.Session()  # one for all, instead of requests.get";
            case GO_CLIENT ->
                    "var transport = http.DefaultTransport.(*http.Transport).Clone() // one for all\n"
                            + "var client = &http.Client{Transport: transport} // read each body to"
                            + " its end";
            case JDK_CLIENT ->
                    "static final HttpClient CLIENT = HttpClient.newHttpClient(); // one for all";
            case APACHE_CLIENT ->
                    "static final CloseableHttpClient CLIENT = HttpClients.createDefault();";
            case OKHTTP -> "static final OkHttpClient CLIENT = new OkHttpClient(); // one for all";
            case REACTOR_NETTY ->
                    "static final HttpClient CLIENT = HttpClient.create(); // one for all";
            case NODE_CLIENT -> "const agent = new http.Agent({ keepAlive: true }); // one for all";
            case CURL -> "curl URL URL ... # one command with all addresses keeps its connection";
            default -> null;
        };
    }
}
