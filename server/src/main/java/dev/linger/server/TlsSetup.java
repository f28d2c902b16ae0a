package dev.linger.server;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** How a server speaks TLS now, and where it calculates. Thread-safe. */
final class TlsSetup {
    /** What belongs together when it is exchanged. */
    private record Current(Tls tls, SSLParameters parameters) {
        static Current of(Tls tls) {
            return new Current(tls, tls.parameters());
        }
    }

    private final Handshakes handshakes = new Handshakes();
    private volatile Current current;

    TlsSetup(Tls tls) {
        current = Current.of(tls);
    }

    /** Handshakes that begin from now on are done like this. */
    void exchange(Tls tls) {
        current = Current.of(tls);
    }

    /** For one connection. */
    SSLEngine newEngine(InetSocketAddress client) {
        Current now = current;
        SSLEngine engine =
                now.tls()
                        .context()
                        .createSSLEngine(client.getAddress().getHostAddress(), client.getPort());
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        now.tls().tuning().tune(engine, client);
        return engine;
    }

    long handshakeNanos() {
        return current.tls().handshake().toNanos();
    }

    Handshakes handshakes() {
        return handshakes;
    }
}
