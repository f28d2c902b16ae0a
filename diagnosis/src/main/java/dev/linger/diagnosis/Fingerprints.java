package dev.linger.diagnosis;

import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/** Idle timeouts that well-known software has unless told otherwise. */
enum Fingerprints {
    GUNICORN(2, Side.SERVER, "gunicorn (keepalive)"),
    FIVE(5, Side.SERVER, "uvicorn (timeout_keep_alive) or Apache httpd (KeepAliveTimeout)"),
    NODE(6, Side.SERVER, "Node.js (keepAliveTimeout 5 s and its buffer of 1 s)"),
    NODE_BEFORE_BUFFER(5.0, Side.SERVER, "Node.js (keepAliveTimeout)"),
    BUN(10, Side.SERVER, "Bun"),
    TOMCAT(20, Side.SERVER, "Tomcat (connectionTimeout)"),
    JETTY(30, Side.SERVER, "Jetty (idleTimeout) or the JDK's HttpServer (idleInterval)"),
    JDK_CLIENT(30, Side.CLIENT, "java.net.http (jdk.httpclient.keepalive.timeout)"),
    ALB(60, Side.CLIENT, "AWS ALB, or nginx (keepalive_timeout of an upstream)"),
    NGINX(75, Side.SERVER, "nginx (keepalive_timeout)"),
    INGRESS(65, Side.SERVER, "nginx as packaged (keepalive_timeout 65)"),
    GO_CLIENT(90, Side.CLIENT, "Go (Transport.IdleConnTimeout)"),
    OKHTTP(300, Side.CLIENT, "OkHttp (ConnectionPool)"),
    NLB(350, Side.SERVER, "AWS NLB or NAT gateway"),
    GOOGLE(600, Side.CLIENT, "Google Cloud load balancer"),
    ENVOY(3600, Side.SERVER, "Envoy (idle_timeout)");

    private final double seconds;
    private final Side closer;
    private final String product;

    Fingerprints(double seconds, Side closer, String product) {
        this.seconds = seconds;
        this.closer = closer;
        this.product = product;
    }

    /** What usually closes after that many seconds; null where nothing is known for them. */
    static @Nullable String of(Side closer, double seconds) {
        StringBuilder products = new StringBuilder();
        for (Fingerprints one : values()) {
            double late = seconds - one.seconds;
            if (one.closer == closer && late >= -0.02 && late <= 0.02 * one.seconds + 0.02) {
                products.append(products.isEmpty() ? "" : ", or ").append(one.product);
            }
        }
        return products.isEmpty() ? null : products.toString();
    }
}
