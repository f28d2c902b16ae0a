/** Event loops, which wait for the server's sockets. */
module dev.linger.loop {
    requires dev.linger.linux;
    requires static org.jspecify;

    exports dev.linger.loop;
}
