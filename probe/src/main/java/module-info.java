/** What a server does with its connections, asked of the server itself. */
module dev.linger.probe {
    requires transitive dev.linger.life;
    requires transitive dev.linger.diagnosis;
    requires dev.linger.http;
    requires static org.jspecify;

    exports dev.linger.probe;
}
