package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.linger.server.Tls;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken as a program's configurator says; what it leaves as the JDK has it is as Linger
 * has it.
 */
final class Configured {
    private static final System.Logger LOG = System.getLogger(Serving.LOGGER);

    private Configured() {}

    /** For a server that has no configurator yet: every handshake fails. */
    static Tls notYet() {
        try {
            SSLContext empty = SSLContext.getInstance("TLS");
            empty.init(new KeyManager[0], null, null);
            return Tls.of(empty);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    static Tls by(HttpsConfigurator configurator) {
        SSLContext context = configurator.getSSLContext();
        return Tls.of(context)
                .withTuning((engine, client) -> tune(engine, client, configurator, context));
    }

    private static void tune(
            SSLEngine engine,
            InetSocketAddress client,
            HttpsConfigurator configurator,
            SSLContext context) {
        Parameters asked = new Parameters(configurator, client);
        configurator.configure(asked);
        SSLParameters chosen = asked.chosen;
        if (chosen == null) {
            old(engine, asked);
            return;
        }
        SSLParameters usual = context.getDefaultSSLParameters();
        SSLParameters own = engine.getSSLParameters();
        engine.setSSLParameters(chosen);
        SSLParameters result = engine.getSSLParameters();
        if (Arrays.equals(chosen.getCipherSuites(), usual.getCipherSuites())) {
            result.setCipherSuites(own.getCipherSuites());
            result.setUseCipherSuitesOrder(true);
        }
        if (Arrays.equals(chosen.getProtocols(), usual.getProtocols())) {
            result.setProtocols(own.getProtocols());
        }
        if (chosen.getApplicationProtocols().length == 0) {
            result.setApplicationProtocols(own.getApplicationProtocols());
        }
        engine.setSSLParameters(result);
    }

    /**
     * What programs say that were written before there were parameters for all of it. Where it
     * names what the JDK does not know, nothing of it holds, as with the JDK's server.
     */
    @SuppressWarnings("deprecation")
    private static void old(SSLEngine engine, HttpsParameters asked) {
        choose(asked.getCipherSuites(), engine::setEnabledCipherSuites);
        choose(asked.getProtocols(), engine::setEnabledProtocols);
        if (asked.getNeedClientAuth()) {
            engine.setNeedClientAuth(true);
        } else if (asked.getWantClientAuth()) {
            engine.setWantClientAuth(true);
        }
    }

    private static void choose(String @Nullable [] names, Consumer<String[]> choice) {
        if (names == null) {
            return;
        }
        try {
            choice.accept(names);
        } catch (IllegalArgumentException e) {
            LOG.log(
                    Level.WARNING,
                    "what an HttpsConfigurator asks for is passed over: " + e.getMessage());
        }
    }

    /** What a configurator is asked about one connection. */
    private static final class Parameters extends HttpsParameters {
        private final HttpsConfigurator configurator;
        private final InetSocketAddress client;
        private @Nullable SSLParameters chosen;

        Parameters(HttpsConfigurator configurator, InetSocketAddress client) {
            this.configurator = configurator;
            this.client = client;
        }

        @Override
        public HttpsConfigurator getHttpsConfigurator() {
            return configurator;
        }

        @Override
        public InetSocketAddress getClientAddress() {
            return client;
        }

        @Override
        public void setSSLParameters(SSLParameters parameters) {
            chosen = parameters;
        }
    }
}
