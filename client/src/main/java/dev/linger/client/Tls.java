package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS with the JDK's engine: server name, host name verified (RFC 9110, section 4.3.4), sessions
 * resumed from the context's cache. Thread-safe.
 */
final class Tls {
    private final ClientBuilder built;

    Tls(ClientBuilder built) {
        this.built = built;
    }

    TlsWire over(Opening opening, Limit limit) throws IOException {
        Route route = opening.route;
        SSLContext context = built.context();
        SSLEngine engine = context.createSSLEngine(route.host(), route.port());
        engine.setUseClientMode(true);
        SSLParameters own = built.parametersOr(context);
        askFor(route.host(), own);
        own.setEndpointIdentificationAlgorithm("HTTPS");
        own.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(own);
        TlsWire wire = new TlsWire(opening.plain, engine);
        long began = System.nanoTime();
        try {
            wire.shakeHands(limit.millis());
        } catch (SocketTimeoutException e) {
            String says =
                    "the TLS handshake with "
                            + where(route)
                            + " was not complete in "
                            + Wording.duration(System.nanoTime() - began)
                            + limit.says();
            throw new ConnectDeadlineException(
                    says + "; not delivered",
                    Delivery.NOT_DELIVERED,
                    opening.fails(
                            Reason.client(CloseCause.TLS_FAILED, Phase.CONNECTING, says),
                            false,
                            null),
                    new ConnectException("HTTP connect timed out"));
        } catch (SSLException e) {
            boolean byUsFirst = wire.refuse(limit.millis());
            Reason reason = Failures.ofTls(e, Phase.CONNECTING);
            throw new TlsFailedException(
                    where(route) + ": " + reason.says() + "; not delivered",
                    Delivery.NOT_DELIVERED,
                    opening.fails(reason, byUsFirst, e.getCause()),
                    e);
        } catch (RuntimeException | Error e) {
            boolean byUsFirst = wire.refuse(limit.millis());
            String says = "the TLS handshake could not be calculated: " + e;
            opening.fails(
                    Reason.client(CloseCause.TLS_FAILED, Phase.CONNECTING, says), byUsFirst, null);
            throw e;
        }
        return wire;
    }

    /** Who spoke TLS may be far behind who ended the connection. */
    private static String where(Route route) {
        return route.authority()
                + (route.tunnel() == null ? "" : " through the proxy " + route.proxy());
    }

    /**
     * Each host is asked for as itself, without a dot at its end; names that a program has set are
     * for addresses, which have none (RFC 6066, section 3).
     */
    private static void askFor(String host, SSLParameters own) {
        if (Names.isLiteral(host)) {
            return;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            own.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException _) {
            // Resolvers know names that TLS does not, as those with an underscore.
            own.setServerNames(List.of());
        }
    }

    /** The same values in an object of their own. */
    static SSLParameters copy(SSLParameters from) {
        SSLParameters own = new SSLParameters();
        own.setCipherSuites(from.getCipherSuites());
        own.setProtocols(from.getProtocols());
        own.setEnableRetransmissions(from.getEnableRetransmissions());
        own.setMaximumPacketSize(from.getMaximumPacketSize());
        own.setServerNames(from.getServerNames());
        own.setSNIMatchers(from.getSNIMatchers());
        own.setAlgorithmConstraints(from.getAlgorithmConstraints());
        own.setApplicationProtocols(from.getApplicationProtocols());
        own.setEndpointIdentificationAlgorithm(from.getEndpointIdentificationAlgorithm());
        own.setUseCipherSuitesOrder(from.getUseCipherSuitesOrder());
        own.setSignatureSchemes(from.getSignatureSchemes());
        own.setNamedGroups(from.getNamedGroups());
        if (from.getNeedClientAuth()) {
            own.setNeedClientAuth(true);
        } else if (from.getWantClientAuth()) {
            own.setWantClientAuth(true);
        }
        return own;
    }
}
