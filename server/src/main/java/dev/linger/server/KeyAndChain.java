package dev.linger.server;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and what certifies it.
 *
 * @param chain the key's own certificate first, then each one's issuer, as far as clients need them
 */
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
    private static final int DNS_NAME = 2;

    public KeyAndChain {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("no certificate: a key needs one that certifies it");
        }
    }

    /**
     * Reads PEM files; both may be the same one.
     *
     * @param chain the certificates, the key's own first
     * @param key the key in PKCS#8 form, not encrypted
     * @throws IOException if they cannot be read, or do not belong together, with what to do
     */
    public static KeyAndChain read(Path chain, Path key) throws IOException {
        List<X509Certificate> certificates = PemFile.certificates(chain);
        PrivateKey own = PemFile.key(key, certificates.getFirst().getPublicKey(), chain);
        return new KeyAndChain(own, certificates);
    }

    /**
     * Makes a key that certifies itself, for 30 days: for experiments, since nobody trusts it.
     *
     * @param hosts names and addresses that it is for
     * @throws IOException if the JDK's keytool cannot be run
     */
    public static KeyAndChain selfSigned(List<String> hosts) throws IOException {
        return SelfSigned.of(hosts);
    }

    /**
     * Reads the certificates of those who may certify others from a PEM file.
     *
     * @throws IOException if it cannot be read, with what to do
     */
    public static List<X509Certificate> authorities(Path file) throws IOException {
        return PemFile.certificates(file);
    }

    /**
     * A context that shows the certificate that fits the name asked for, else the first.
     *
     * @param authorities who may certify clients; those of the JDK where there are none
     */
    public static SSLContext context(
            KeyAndChain first, List<KeyAndChain> more, List<X509Certificate> authorities) {
        List<KeyAndChain> all = new ArrayList<>(more);
        all.addFirst(first);
        return context(new KeyManager[] {new KeysByName(all)}, authorities);
    }

    /** A context for clients: it shows no certificate, and believes these authorities alone. */
    public static SSLContext trustingOnly(List<X509Certificate> authorities) {
        return context(new KeyManager[0], authorities);
    }

    private static SSLContext context(KeyManager[] keys, List<X509Certificate> authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, authorities.isEmpty() ? null : trusting(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trusting(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry(String.valueOf(i), authorities.get(i));
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The host names that it is for; each may begin with {@code *.}. */
    public List<String> names() {
        try {
            Collection<List<?>> names = chain.getFirst().getSubjectAlternativeNames();
            return Stream.ofNullable(names)
                    .flatMap(Collection::stream)
                    .filter(name -> Objects.equals(name.getFirst(), DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "certificate of " + chain.getFirst().getSubjectX500Principal();
    }
}
