package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many connections a client's pool keeps to one server. */
public final class PoolSizes {
    private static final List<Software> CANDIDATES =
            List.of(
                    Software.GO_CLIENT,
                    Software.APACHE_CLIENT,
                    Software.OKHTTP,
                    Software.REACTOR_NETTY,
                    Software.JDK_CLIENT,
                    Software.PYTHON_REQUESTS,
                    Software.NODE_CLIENT,
                    Software.NGINX_UPSTREAM,
                    Software.HAPROXY);

    /** For all hosts together. */
    private static final long KEPT_BY_GO = 100;

    private PoolSizes() {}

    /** Half as many to spare as were seen together. */
    public static long withSpare(long together) {
        return Math.ceilDiv(together * 3, 2);
    }

    /**
     * For this client, or for those that it may be.
     *
     * @param known the client, if it is known
     * @param connections how many run at the same time
     */
    public static List<Change> of(@Nullable Software known, long connections) {
        return Change.of(
                Software.likeliest(known, CANDIDATES),
                PoolSizes::place,
                one -> setting(one, connections));
    }

    private static String place(Software software) {
        return switch (software) {
            case GO_CLIENT -> "where the http.Client is made, once for all requests";
            case JDK_CLIENT -> Change.thatIsTheDefault(Places.ofClient(software));
            default -> Places.ofClient(software);
        };
    }

    private static @Nullable String setting(Software software, long connections) {
        return switch (software) {
            case GO_CLIENT -> ofGo(connections);
            case APACHE_CLIENT ->
                    """
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setMaxConnPerRoute(%1$d)
                            .setMaxConnTotal(%1$d)
                            .build())
                    """
                            .formatted(connections);
            case OKHTTP ->
                    ".connectionPool(new ConnectionPool(" + connections + ", 5, TimeUnit.MINUTES))";
            case REACTOR_NETTY ->
                    "HttpClient.create(ConnectionProvider.create(\"pool\", " + connections + "))";
            case JDK_CLIENT -> "-Djdk.httpclient.connectionPoolSize=0";
            case NGINX_UPSTREAM -> "keepalive " + connections + ";";
            case HAPROXY -> "default-server pool-max-conn " + connections;
            default -> ofScript(software, connections);
        };
    }

    /** Its default transport keeps a hundred for all hosts, and two for each. */
    private static String ofGo(long connections) {
        long hosts = connections * 2;
        String all =
                hosts <= KEPT_BY_GO
                        ? ""
                        : "t.MaxIdleConns = " + hosts + " // for all hosts together\n";
        return "t := http.DefaultTransport.(*http.Transport).Clone()\n"
                + all
                + "t.MaxIdleConnsPerHost = "
                + connections
                + "\nclient := &http.Client{Transport: t}";
    }

    private static @Nullable String ofScript(Software software, long connections) {
        return switch (software) {
            case PYTHON_REQUESTS ->
                    """
                    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=%d))
                    """
                            .formatted(connections);
            case NODE_CLIENT ->
                    "const agent = new http.Agent({ keepAlive: true, maxFreeSockets: "
                            + connections
                            + " });";
            default -> null;
        };
    }
}
