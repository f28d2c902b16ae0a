package dev.linger.diagnosis.advice;

import dev.linger.life.Side;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Software whose settings are known, and how it introduces itself. */
public enum Software {
    NGINX("nginx", Side.SERVER, "nginx", "openresty"),
    HAPROXY("HAProxy", Side.SERVER, "haproxy"),
    ENVOY("Envoy", Side.SERVER, "envoy", "istio-envoy"),
    APACHE_HTTPD("Apache httpd", Side.SERVER, "apache"),
    TOMCAT("Tomcat", Side.SERVER, "apache-coyote", "tomcat"),
    JETTY("Jetty", Side.SERVER, "jetty"),
    GO_SERVER("Go net/http server", Side.SERVER),
    NODE("Node.js", Side.SERVER),
    GUNICORN("gunicorn", Side.SERVER, "gunicorn"),
    UVICORN("uvicorn", Side.SERVER, "uvicorn"),
    JDK_SERVER("JDK HttpServer", Side.SERVER),
    OTHER_SERVER("another server", Side.SERVER),
    GO_CLIENT("Go http.Transport", Side.CLIENT, "go-http-client"),
    JDK_CLIENT("java.net.http", Side.CLIENT, "java-http-client"),
    APACHE_CLIENT("Apache HttpClient", Side.CLIENT, "apache-httpclient"),
    OKHTTP("OkHttp", Side.CLIENT, "okhttp"),
    REACTOR_NETTY("Reactor Netty", Side.CLIENT, "reactornetty"),
    NODE_CLIENT("Node.js agent", Side.CLIENT, "node", "undici"),
    PYTHON_REQUESTS("Python requests", Side.CLIENT, "python-requests"),
    LINUX("Linux", Side.CLIENT),
    APACHE_BENCH("ApacheBench", Side.CLIENT, "apachebench"),
    CURL("curl", Side.CLIENT, "curl"),
    NGINX_UPSTREAM("nginx as a proxy", Side.CLIENT),
    AWS_LOAD_BALANCER("AWS load balancer", Side.CLIENT, "elb-healthchecker"),
    AZURE_LOAD_BALANCER("Azure load balancer", Side.CLIENT),
    GOOGLE_LOAD_BALANCER("Google load balancer", Side.CLIENT, "googlehc");

    private final String label;
    private final Side side;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> names;

    Software(String label, Side side, String... names) {
        this.label = label;
        this.side = side;
        this.names = Set.of(names);
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** The side of a connection on which its settings matter here. */
    public Side side() {
        return side;
    }

    /** The server that this {@code Server} field names; null where it names none known. */
    public static @Nullable Software ofServer(@Nullable String product) {
        return named(Side.SERVER, product);
    }

    /** The client that this {@code User-Agent} field names; null where it names none known. */
    public static @Nullable Software ofClient(@Nullable String agent) {
        return named(Side.CLIENT, agent);
    }

    private static @Nullable Software named(Side side, @Nullable String field) {
        if (field == null) {
            return null;
        }
        // RFC 9110, section 10.1.5: product names come first, each with its version after a slash.
        String name = field.split("[/ (]", 2)[0].toLowerCase(Locale.ROOT);
        for (Software one : values()) {
            if (one.side == side && one.names.contains(name)) {
                return one;
            }
        }
        return null;
    }

    /**
     * Whose settings to advise, everywhere: this one's alone where it is known; nobody's where it
     * is known and has no such setting, since those of others would not help it; all that have it
     * where it is not known.
     *
     * @param having those that have such a setting, the most frequent first
     */
    static List<Software> likeliest(@Nullable Software known, Collection<Software> having) {
        if (known == null) {
            return List.copyOf(having);
        }
        return having.contains(known) ? List.of(known) : List.of();
    }

    /** Those of these that a text names; none where there is no text. */
    static List<Software> mentioned(@Nullable String text, List<Software> candidates) {
        return text == null
                ? List.of()
                : candidates.stream().filter(one -> text.contains(one.label)).toList();
    }
}
