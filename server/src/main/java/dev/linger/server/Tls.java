package dev.linger.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;

/**
 * How a server speaks TLS: in versions 1.2 and 1.3, with suites that encrypt with authentication
 * and keep past connections secret, in its own order of preference, for HTTP/1.1 (ALPN, RFC 7301),
 * resuming sessions by tickets, never renegotiating. Immutable; {@link Server#tls} exchanges it.
 *
 * @param context the keys, and whom it trusts
 * @param clients whether clients show certificates
 * @param names what clients may ask for (SNI, RFC 6066, section 3), as host names, one label of
 *     which may be {@code *} at the begin; others get the alert unrecognized_name. Where it is
 *     empty, who asks for a name that no certificate has gets the first certificate
 * @param handshake longest time from the connection's opening to the end of the handshake
 * @param tuning is given the engine of each connection when all else is set
 */
public record Tls(
        SSLContext context,
        ClientCertificates clients,
        List<String> names,
        Duration handshake,
        Tuning tuning) {

    /** Whether clients show certificates. */
    public enum ClientCertificates {
        /** They are not asked for one. */
        NONE,
        /** They are asked for one, and may have none; one that is shown has to be trusted. */
        WANTED,
        /** Who has none that is trusted gets no connection. */
        REQUIRED
    }

    /** Changes how one connection speaks TLS. Called on the connection's loop. */
    @FunctionalInterface
    public interface Tuning {
        /**
         * May set other parameters.
         *
         * @param client the client's address
         */
        void tune(SSLEngine engine, InetSocketAddress client);
    }

    private static final Duration USUAL_HANDSHAKE = Duration.ofSeconds(10);
    private static final Tuning NOTHING_MORE = (engine, client) -> {};

    /** HTTP/1.0 is offered by clients that are told to speak it. */
    private static final String[] PROTOCOLS = {"http/1.1", "http/1.0"};

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    public Tls {
        names = List.copyOf(names);
        if (handshake.isNegative() || handshake.isZero()) {
            throw new IllegalArgumentException(
                    "handshake deadline "
                            + handshake.toMillis()
                            + " ms: must be longer than 0; Deadlines.NEVER is none");
        }
        if (handshake.compareTo(Deadlines.NEVER) > 0) {
            throw new IllegalArgumentException(
                    "handshake deadline " + handshake + ": must not exceed Deadlines.NEVER");
        }
    }

    /** With the keys of this context; clients are not asked for certificates, 10 s. */
    public static Tls of(SSLContext context) {
        return new Tls(context, ClientCertificates.NONE, List.of(), USUAL_HANDSHAKE, NOTHING_MORE);
    }

    /** With these certificates, chosen by name and by the kinds of keys that a client knows. */
    public static Tls of(KeyAndChain first, KeyAndChain... more) {
        return of(KeyAndChain.context(first, List.of(more), List.of()));
    }

    public Tls withClients(ClientCertificates other) {
        return new Tls(context, other, names, handshake, tuning);
    }

    /** For these names alone. */
    public Tls withNames(List<String> other) {
        return new Tls(context, clients, other, handshake, tuning);
    }

    public Tls withHandshake(Duration other) {
        return new Tls(context, clients, names, other, tuning);
    }

    public Tls withTuning(Tuning other) {
        return new Tls(context, clients, names, handshake, other);
    }

    /** What is the same for each connection. */
    SSLParameters parameters() {
        Set<String> known = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(SUITES.stream().filter(known::contains).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setApplicationProtocols(Arrays.copyOf(PROTOCOLS, PROTOCOLS.length));
        switch (clients) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        parameters.setSNIMatchers(List.of(new OneOf(names)));
        return parameters;
    }

    /**
     * Lets names pass that are in a list; where that is empty, all of them. Without a matcher the
     * engine would not look at names at all, and resume a session for another one (RFC 6066,
     * section 3, forbids it).
     */
    private static final class OneOf extends SNIMatcher {
        private final List<String> names;

        OneOf(List<String> names) {
            super(StandardConstants.SNI_HOST_NAME);
            this.names = names;
        }

        @Override
        public boolean matches(SNIServerName asked) {
            String name = HostName.of(asked);
            return names.isEmpty() || (name != null && isListed(name));
        }

        private boolean isListed(String name) {
            return names.stream().anyMatch(one -> HostName.matches(one, name));
        }
    }
}
