/** HTTP/1.1 messages (RFC 9110, RFC 9112) without sockets, threads or clocks. */
module dev.linger.http {
    requires transitive dev.linger.life;
    requires static org.jspecify;

    exports dev.linger.http;
}
