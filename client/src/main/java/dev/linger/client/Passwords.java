package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Passwords on the way of one request. Not thread-safe. */
final class Passwords {
    private static final String AUTHORIZATION = "Authorization";
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    /** As the JDK's client has it; see docs/client.md. */
    private static final int MOST = Integer.getInteger("jdk.httpclient.auth.retrylimit", 3);

    private final boolean areThere;
    private final Trial ofServer;
    private final Trial ofProxy;
    private int asked;

    Passwords(Credentials credentials) {
        this.areThere = credentials.authenticator() != null;
        this.ofServer = new Trial(credentials);
        this.ofProxy = new Trial(credentials);
    }

    /** Adds what is known beside what the program says itself. */
    void addTo(
            Map<String, List<String>> fields,
            HttpRequest request,
            @Nullable InetSocketAddress proxy) {
        if (!areThere) {
            return;
        }
        URI uri = request.uri();
        if (!says(request, AUTHORIZATION)) {
            add(fields, AUTHORIZATION, ofServer.value(Asker.server(uri)));
        }
        if (proxy != null
                && !WireRequest.isSecure(uri)
                && !isForbidden()
                && !says(request, WireRequest.PROXY_AUTHORIZATION)) {
            add(fields, WireRequest.PROXY_AUTHORIZATION, ofProxy.value(Asker.proxy(proxy, uri)));
        }
    }

    private static boolean says(HttpRequest request, String field) {
        return request.headers().firstValue(field).isPresent();
    }

    private static void add(
            Map<String, List<String>> fields, String field, @Nullable String value) {
        if (value != null) {
            fields.put(field, List.of(value));
        }
    }

    /**
     * Whether the same request goes again, with another password.
     *
     * @throws IOException if there is none, or this has gone on for too long
     */
    boolean again(WireRequest request, ResponseHead head) throws IOException {
        boolean server = head.status() == UNAUTHORIZED;
        boolean proxy = head.status() == PROXY_AUTHENTICATION_REQUIRED;
        if (!proxy) {
            ofProxy.accepted();
        }
        if (!proxy && !server) {
            ofServer.accepted();
        }
        if (!(server || proxy)
                || !areThere
                || says(
                        request.request,
                        server ? AUTHORIZATION : WireRequest.PROXY_AUTHORIZATION)) {
            return false;
        }
        URI uri = request.uri;
        requireChallenge(uri, head, server ? "WWW-Authenticate" : "Proxy-Authenticate");
        if (server) {
            return again(ofServer, Asker.server(uri), head);
        }
        // A proxy that has dug a tunnel asks for nothing: that is the origin.
        return request.proxy != null
                && !WireRequest.isSecure(uri)
                && !isForbidden()
                && again(ofProxy, Asker.proxy(request.proxy, uri), head);
    }

    private boolean again(Trial trial, Asker asker, ResponseHead head) throws IOException {
        if (asked > Math.max(0, MOST)) {
            trial.refused();
            throw new IOException("too many authentication attempts. Limit: " + MOST);
        }
        asked++;
        return trial.ask(asker, head);
    }

    private static boolean isForbidden() {
        return DisabledSchemes.have(false, Credentials.SCHEME);
    }

    /** RFC 9110, sections 11.6.1 and 11.7.1: the server has to say what it wants. */
    private static void requireChallenge(URI uri, ResponseHead head, String field)
            throws IOException {
        if (head.field(field) == null) {
            throw new IOException(
                    "response "
                            + head.status()
                            + " of "
                            + uri
                            + " has no "
                            + field
                            + ": it does not say what password it wants");
        }
    }
}
