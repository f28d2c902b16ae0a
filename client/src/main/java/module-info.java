/** An HTTP/1.1 client behind the JDK's API: connections that live, and failures with a cause. */
module dev.linger.client {
    requires transitive java.net.http;
    requires transitive dev.linger.life;
    requires dev.linger.http;
    requires dev.linger.linux;
    requires jdk.jfr;
    requires static micrometer.core;
    requires static org.jspecify;

    exports dev.linger.client;
}
