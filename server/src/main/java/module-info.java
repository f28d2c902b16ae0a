/** An HTTP/1.1 server: deadlines that measure one thing each, and no close without a cause. */
module dev.linger.server {
    requires transitive dev.linger.life;
    requires transitive dev.linger.http;
    requires dev.linger.loop;
    requires transitive jdk.httpserver;
    requires jdk.jfr;
    requires static micrometer.core;
    requires static org.jspecify;

    exports dev.linger.server;
    exports dev.linger.server.jdk;

    provides com.sun.net.httpserver.spi.HttpServerProvider with
            dev.linger.server.jdk.LingerHttpServerProvider;
}
