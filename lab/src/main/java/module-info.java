/** Each way in which a connection can end, produced on purpose and watched from all sides. */
module dev.linger.lab {
    requires transitive dev.linger.life;
    requires transitive dev.linger.capture;
    requires dev.linger.client;
    requires dev.linger.diagnosis;
    requires dev.linger.linux;
    requires dev.linger.server;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.linger.lab;
    exports dev.linger.lab.cast;
    exports dev.linger.lab.story;
}
