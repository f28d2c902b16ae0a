package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The JDK's own server and this one, side by side in one JVM. */
enum Providers {
    JDK {
        @Override
        HttpServer create() throws IOException {
            return HttpServerProvider.provider().createHttpServer(loopback(), 0);
        }
    },
    LINGER {
        @Override
        HttpServer create() throws IOException {
            return new LingerHttpServerProvider().createHttpServer(loopback(), 0);
        }
    };

    static {
        // The first one asked for stays the provider of the JVM.
        String property = "com.sun.net.httpserver.HttpServerProvider";
        System.setProperty(property, "sun.net.httpserver.DefaultHttpServerProvider");
        HttpServerProvider.provider();
    }

    /** On a free port of loopback, not started. */
    abstract HttpServer create() throws IOException;

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
