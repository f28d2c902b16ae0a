/** Capture files and packets to connection lives. No sockets, threads or clocks. */
module dev.linger.capture {
    requires transitive dev.linger.life;
    requires dev.linger.http;
    requires aircompressor;
    requires static org.jspecify;

    exports dev.linger.capture.file;
    exports dev.linger.capture.link;
    exports dev.linger.capture.flow;
}
