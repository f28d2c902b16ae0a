package dev.linger.server.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.linger.server.KeyAndChain;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import dev.linger.server.Trusting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the API promises over TLS, on both servers. */
class HttpsServerTest {
    private static final SSLContext OWN = KeyAndChain.context(Trusting.OWN, List.of(), List.of());

    private static HttpsServer create(Providers which) throws IOException {
        HttpServerProvider provider =
                switch (which) {
                    case JDK -> HttpServerProvider.provider();
                    case LINGER -> new LingerHttpServerProvider();
                };
        return provider.createHttpsServer(Providers.loopback(), 0);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String get(HttpsServer server) throws Exception {
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(Trusting.CLIENT.getSocketFactory());
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(Providers.class)
    void givesHandlersTheSession(Providers provider) throws Exception {
        HttpsServer server = create(provider);
        server.setHttpsConfigurator(new HttpsConfigurator(OWN));
        server.createContext(
                "/",
                exchange -> {
                    SSLSession session = ((HttpsExchange) exchange).getSSLSession();
                    answer(exchange, session.getProtocol() + " " + exchange.getProtocol());
                });
        server.start();
        assertEquals("TLSv1.3 HTTP/1.1", get(server));
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(Providers.class)
    void givesFiltersTheSameExchange(Providers provider) throws Exception {
        CompletableFuture<HttpExchange> seen = new CompletableFuture<>();
        HttpsServer server = create(provider);
        server.setHttpsConfigurator(new HttpsConfigurator(OWN));
        server.createContext("/", exchange -> answer(exchange, "" + exchange.getAttribute("by")))
                .getFilters()
                .add(
                        Filter.beforeHandler(
                                "notes",
                                exchange -> {
                                    seen.complete(exchange);
                                    exchange.setAttribute("by", "filter");
                                }));
        server.start();
        assertEquals("filter", get(server));
        assertInstanceOf(HttpsExchange.class, seen.get(10, TimeUnit.SECONDS));
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(Providers.class)
    void asksItsConfiguratorAboutEachClient(Providers provider) throws Exception {
        CompletableFuture<InetSocketAddress> asked = new CompletableFuture<>();
        HttpsConfigurator configurator =
                new HttpsConfigurator(OWN) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        asked.complete(parameters.getClientAddress());
                        SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
                        chosen.setProtocols(new String[] {"TLSv1.2"});
                        parameters.setSSLParameters(chosen);
                    }
                };
        HttpsServer server = create(provider);
        server.setHttpsConfigurator(configurator);
        assertSame(configurator, server.getHttpsConfigurator());
        server.createContext(
                "/",
                exchange ->
                        answer(exchange, ((HttpsExchange) exchange).getSSLSession().getProtocol()));
        server.start();
        assertEquals("TLSv1.2", get(server));
        assertTrue(asked.get(10, TimeUnit.SECONDS).getAddress().isLoopbackAddress());
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(Providers.class)
    void wantsCertificatesWhereItsConfiguratorDoes(Providers provider) throws Exception {
        HttpsConfigurator configurator =
                new HttpsConfigurator(OWN) {
                    @Override
                    @SuppressWarnings("deprecation")
                    public void configure(HttpsParameters parameters) {
                        parameters.setNeedClientAuth(true);
                    }
                };
        HttpsServer server = create(provider);
        server.setHttpsConfigurator(configurator);
        server.createContext("/", exchange -> answer(exchange, "who are you"));
        server.start();
        assertThrows(IOException.class, () -> get(server));
        server.stop(0);
    }

    @Test
    void leavesWhatTheConfiguratorLeavesAsLingerHasIt() throws Exception {
        HttpsServer server = create(Providers.LINGER);
        server.setHttpsConfigurator(new HttpsConfigurator(OWN));
        server.createContext("/", exchange -> answer(exchange, "ok"));
        server.start();
        InetSocketAddress address = server.getAddress();
        try (SSLSocket client =
                (SSLSocket)
                        Trusting.CLIENT
                                .getSocketFactory()
                                .createSocket(address.getAddress(), address.getPort())) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThrows(SSLException.class, client::startHandshake);
        }
        assertEquals("ok", get(server));
        server.stop(0);
    }

    @Test
    void failsHandshakesUntilItHasAConfigurator() throws Exception {
        HttpsServer server = create(Providers.LINGER);
        assertNull(server.getHttpsConfigurator());
        server.createContext("/", exchange -> answer(exchange, "ok"));
        server.start();
        assertThrows(IOException.class, () -> get(server));
        server.setHttpsConfigurator(new HttpsConfigurator(OWN));
        assertEquals("ok", get(server));
        server.stop(0);
    }

    @Test
    void isMadeOfSettingsOverTls() throws Exception {
        Settings settings = Settings.of(Providers.loopback()).withTls(Tls.of(Trusting.OWN));
        HttpsServer server = (HttpsServer) LingerHttpServerProvider.create(settings);
        server.createContext("/", exchange -> answer(exchange, "ok"));
        server.start();
        assertEquals("ok", get(server));
        assertFalse(server.getAddress().isUnresolved());
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(Providers.class)
    void passesOverSuitesAndProtocolsThatNobodyKnows(Providers provider) throws Exception {
        HttpsConfigurator configurator =
                new HttpsConfigurator(OWN) {
                    @Override
                    @SuppressWarnings("deprecation")
                    public void configure(HttpsParameters parameters) {
                        parameters.setCipherSuites(new String[] {"TLS_OF_OLD"});
                        parameters.setProtocols(new String[] {"SSLv4"});
                    }
                };
        HttpsServer server = create(provider);
        server.setHttpsConfigurator(configurator);
        server.createContext("/", exchange -> answer(exchange, "ok"));
        server.start();
        assertEquals("ok", get(server));
        server.stop(0);
    }
}
