package dev.linger.probe;

import dev.linger.diagnosis.advice.Software;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers and how each can be told from others: by the name in its answers, by its words for a
 * request that is none, by how it spells field names. All seen with the real ones.
 */
enum Products {
    NGINX("nginx", Software.NGINX, "<hr><center>nginx", "nginx", "openresty"),
    HAPROXY(
            "HAProxy",
            Software.HAPROXY,
            "Your browser sent an invalid request.\n</body>",
            "haproxy"),
    ENVOY("Envoy", Software.ENVOY, "", "envoy", "istio-envoy"),
    HTTPD(
            "Apache httpd",
            Software.APACHE_HTTPD,
            "Your browser sent a request that this server could not understand",
            "apache"),
    TOMCAT("Tomcat", Software.TOMCAT, "<title>HTTP Status 400", "apache-coyote", "tomcat"),
    JETTY("Jetty", Software.JETTY, "<h2>HTTP ERROR 400", "jetty"),
    GO(
            "Go net/http",
            Software.GO_SERVER,
            "Content-Type: text/plain; charset=utf-8\nConnection: close\n\n400 Bad Request"),
    NODE("Node.js", Software.NODE, "400 Bad Request\nConnection: close\n\n"),
    GUNICORN("gunicorn", Software.GUNICORN, "Invalid HTTP request line", "gunicorn"),
    UVICORN("uvicorn", Software.UVICORN, "Invalid HTTP request received.", "uvicorn"),
    PYTHON(
            "Python http.server",
            null,
            "Bad request syntax (",
            "simplehttp",
            "basehttp",
            "wsgiserver"),
    JDK("JDK HttpServer", Software.JDK_SERVER, "<h1>400 Bad Request</h1>Bad request line"),
    LINGER(
            "Linger",
            null,
            "Content-Type: text/plain\nContent-Length: 16\nConnection: close\n\n400 Bad Request",
            "linger"),
    CADDY("Caddy", null, "", "caddy"),
    LIGHTTPD("lighttpd", null, "", "lighttpd"),
    KESTREL("Kestrel", null, "", "kestrel"),
    IIS("Microsoft IIS", null, "Bad Request - Invalid Verb", "microsoft-iis", "microsoft-httpapi"),
    UNDERTOW("Undertow", null, "", "undertow", "wildfly"),
    AWS("AWS load balancer", null, "", "awselb"),
    CLOUDFLARE("Cloudflare", null, "<center>cloudflare", "cloudflare"),
    GOOGLE("Google front end", null, "", "gws", "google", "gfe");

    private final String label;
    private final @Nullable Software software;
    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> names;

    Products(String label, @Nullable Software software, String words, String... names) {
        this.label = label;
        this.software = software;
        this.words = words;
        this.names = Set.of(names);
    }

    String label() {
        return label;
    }

    @Nullable Software software() {
        return software;
    }

    /** Whether it stands before other servers. */
    boolean isProxy() {
        return switch (this) {
            case NGINX, HAPROXY, ENVOY, HTTPD, GO, CADDY, AWS, CLOUDFLARE, GOOGLE -> true;
            default -> false;
        };
    }

    /** Whether such a proxy often is the server itself. */
    boolean isServerToo() {
        return this == NGINX || this == HTTPD || this == GO || this == CADDY;
    }

    boolean isNamedBy(Signs signs) {
        return names.contains(signs.product());
    }

    /** Whether its answer to a request that is none is in these words. */
    boolean isHeardIn(String malformed) {
        if (words.isEmpty()) {
            return false;
        }
        // Nothing but a status and a close: all of the answer, or it would be anybody's.
        return this == NODE ? malformed.equals(words) : malformed.contains(words);
    }

    /** Whether nobody else says it so: others have copied Node's few words and Go's. */
    boolean isUnmistakable() {
        return this != NODE;
    }

    boolean isSpelledBy(Signs signs) {
        return switch (this) {
            case JDK -> signs.spells("Content-length") && !signs.old();
            case NODE -> signs.spells("Keep-Alive") && signs.spells("Date") && isLast(signs, 3);
            default -> false;
        };
    }

    /** Node writes Date, Connection and Keep-Alive together. */
    private static boolean isLast(Signs signs, int together) {
        int date = signs.names().indexOf("Date");
        return signs.names().size() >= date + together
                && signs.names().get(date + 1).equals("Connection")
                && signs.names().get(date + 2).equals("Keep-Alive");
    }
}
