package dev.linger.diagnosis.verdict;

import dev.linger.life.Side;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Idle timeouts that well-known software has unless told otherwise. */
enum Fingerprints {
    GUNICORN(2, Side.SERVER, "gunicorn", "keepalive"),
    UVICORN(5, Side.SERVER, "uvicorn", "timeout_keep_alive"),
    APACHE(5, Side.SERVER, "Apache httpd", "KeepAliveTimeout"),
    NODE_BEFORE_BUFFER(5, Side.SERVER, "Node.js", "keepAliveTimeout"),
    NODE(6, Side.SERVER, "Node.js", "keepAliveTimeout 5 s and its buffer of 1 s"),
    BUN(10, Side.SERVER, "Bun", "idleTimeout"),
    TOMCAT(20, Side.SERVER, "Tomcat", "connectionTimeout"),
    JETTY(30, Side.SERVER, "Jetty", "idleTimeout"),
    JDK_SERVER(30, Side.SERVER, "the JDK's HttpServer", "idleInterval"),
    JDK_CLIENT(30, Side.CLIENT, "java.net.http", "jdk.httpclient.keepalive.timeout"),
    ALB(60, Side.CLIENT, "AWS ALB", "idle timeout"),
    NGINX_UPSTREAM(60, Side.CLIENT, "nginx", "keepalive_timeout of an upstream"),
    TOMCAT_BY_ITSELF(60, Side.SERVER, "Tomcat", "connectionTimeout, where server.xml names none"),
    NGINX_PACKAGED(65, Side.SERVER, "nginx as packaged", "keepalive_timeout"),
    NGINX(75, Side.SERVER, "nginx", "keepalive_timeout"),
    GO_CLIENT(90, Side.CLIENT, "Go", "Transport.IdleConnTimeout"),
    OKHTTP(300, Side.CLIENT, "OkHttp", "ConnectionPool"),
    GOOGLE(600, Side.CLIENT, "Google Cloud load balancer", "keep-alive timeout"),
    ENVOY(3600, Side.SERVER, "Envoy", "idle_timeout");

    /** Those that say {@code Keep-Alive: timeout=} unless told otherwise. */
    private static final Set<Fingerprints> ANNOUNCING =
            EnumSet.of(APACHE, NODE_BEFORE_BUFFER, NODE, TOMCAT, TOMCAT_BY_ITSELF);

    private final double seconds;
    private final Side closer;
    private final String product;
    private final String setting;

    Fingerprints(double seconds, Side closer, String product, String setting) {
        this.seconds = seconds;
        this.closer = closer;
        this.product = product;
        this.setting = setting;
    }

    /**
     * What usually closes after that many seconds; null where nothing is known for them.
     *
     * @param serverField the server's {@code Server} field: a server that names itself is no other
     * @param announced seconds of its {@code Keep-Alive: timeout=}, which only some servers send;
     *     -1 where it sent none
     */
    static @Nullable String of(
            Side closer, double seconds, @Nullable String serverField, int announced) {
        boolean announces = closer == Side.SERVER && announced >= 0;
        if (announces && isAbout(announced + 1.0, seconds) && NODE.mayBe(serverField)) {
            return "Node.js (keepAliveTimeout " + announced + " s and its buffer of 1 s)";
        }
        StringBuilder products = new StringBuilder();
        for (Fingerprints one : values()) {
            boolean mayAnnounce = !announces || serverField != null || ANNOUNCING.contains(one);
            if (one.closer == closer
                    && one.fits(seconds)
                    && one.mayBe(serverField)
                    && mayAnnounce) {
                products.append(products.isEmpty() ? "" : ", or ")
                        .append(one.product)
                        .append(" (")
                        .append(one.setting)
                        .append(')');
            }
        }
        return products.isEmpty() ? null : products.toString();
    }

    /** Timers fire a little late, hardly ever early. */
    private boolean fits(double measured) {
        return isAbout(seconds, measured);
    }

    private static boolean isAbout(double seconds, double measured) {
        double late = measured - seconds;
        return late >= -0.02 && late <= 0.02 * seconds + 0.02;
    }

    private boolean mayBe(@Nullable String serverField) {
        if (closer == Side.CLIENT || serverField == null) {
            return true;
        }
        String firstWord = product.split("[ .]", 2)[0];
        return serverField.regionMatches(true, 0, firstWord, 0, firstWord.length());
    }
}
