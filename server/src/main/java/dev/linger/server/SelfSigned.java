package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Makes a key and certifies it by itself: by keytool of the JDK, which has no API for it. */
final class SelfSigned {
    private static final String ALIAS = "linger";
    private static final String DAYS = "30";

    private SelfSigned() {}

    static KeyAndChain of(List<String> hosts) throws IOException {
        // A password is a must, and it protects nothing: the file is gone in a moment.
        String password = UUID.randomUUID().toString();
        Path folder = Files.createTempDirectory("linger-tls");
        Path store = folder.resolve("store.p12");
        try {
            make(store, password, hosts);
            return read(store, password.toCharArray());
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static void make(Path store, String password, List<String> hosts) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String names =
                hosts.stream()
                        .map(SelfSigned::alternative)
                        .collect(Collectors.joining(",", "SAN=", ""));
        Process process =
                new ProcessBuilder(
                                keytool.toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-J-XX:+UseSerialGC",
                                "-genkeypair",
                                "-alias",
                                ALIAS,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=self-signed by Linger,OU=" + UUID.randomUUID(),
                                "-ext",
                                names,
                                "-validity",
                                DAYS,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                password)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("no certificate could be made; keytool says: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a certificate was made", e);
        }
    }

    /** An address in digits is one; anything else is a name, and nobody is asked for it. */
    private static String alternative(String host) {
        try {
            return "ip:" + InetAddress.ofLiteral(host).getHostAddress();
        } catch (IllegalArgumentException e) {
            return "dns:" + host;
        }
    }

    private static KeyAndChain read(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            List<X509Certificate> chain =
                    Arrays.stream(store.getCertificateChain(ALIAS))
                            .map((Certificate one) -> (X509Certificate) one)
                            .toList();
            return new KeyAndChain((PrivateKey) store.getKey(ALIAS, password), chain);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate that keytool made cannot be read", e);
        }
    }
}
