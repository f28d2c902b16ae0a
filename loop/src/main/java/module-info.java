/** Event loops: the only room that waits for sockets. */
module dev.linger.loop {
    requires dev.linger.linux;
    requires static org.jspecify;

    exports dev.linger.loop;
}
