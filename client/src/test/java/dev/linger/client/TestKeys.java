package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.testkit.RawServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for localhost that the JDK's keytool has made. */
record TestKeys(KeyStore keys) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static TestKeys in(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD),
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), output);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return new TestKeys(keys);
    }

    /** For both sides: it has the key, and trusts it. */
    SSLContext context() throws Exception {
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust(), null);
        return context;
    }

    /** For a client that has no certificate itself. */
    SSLContext trustOnly() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        return context;
    }

    private TrustManager[] trust() throws Exception {
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        return trusted.getTrustManagers();
    }

    RawServer server(RawServer.Script script) throws Exception {
        return RawServer.start(listener(), script);
    }

    ServerSocket listener() throws Exception {
        return context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    /** The same, which refuses who asks for another name (SNI). */
    ServerSocket listenerForLocalhost() throws Exception {
        SSLServerSocket listener = (SSLServerSocket) listener();
        SSLParameters wants = listener.getSSLParameters();
        wants.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost")));
        listener.setSSLParameters(wants);
        return listener;
    }
}
