/** The command {@code linger}. */
module dev.linger.cli {
    requires dev.linger.life;
    requires dev.linger.capture;
    requires dev.linger.diagnosis;
    requires dev.linger.lab;
    requires dev.linger.linux;
    requires dev.linger.server;
    requires dev.linger.client;
    requires dev.linger.probe;
    requires com.fasterxml.jackson.core;
    requires io.prometheus.metrics.exporter.httpserver;
    requires io.prometheus.metrics.model;
    requires java.net.http;
    requires org.apache.commons.cli;
    requires static org.jspecify;
}
