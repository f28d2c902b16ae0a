package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.http.Fields;
import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names and passwords for servers and proxies by the Basic scheme (RFC 7617): asked for once, and
 * sent along to the same place from then on. Thread-safe.
 */
final class Credentials {
    /** The only one that there is. */
    static final String SCHEME = "Basic";

    private static final Pattern BASIC =
            Pattern.compile("(?:^|,)\\s*Basic(?:\\s+(.*))?$", Pattern.CASE_INSENSITIVE);
    private static final Pattern REALM =
            Pattern.compile("realm\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))", Pattern.CASE_INSENSITIVE);

    private final @Nullable Authenticator authenticator;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Credentials(@Nullable Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Nullable Authenticator authenticator() {
        return authenticator;
    }

    /** The value of Authorization for this URI; null where none is known. */
    @Nullable String forServer(URI uri) {
        return authenticator == null ? null : known.get(place(uri));
    }

    /** The value of Proxy-Authorization for this proxy; null where none is known. */
    @Nullable String forProxy(InetSocketAddress proxy) {
        return authenticator == null ? null : known.get(place(proxy));
    }

    private static String place(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT)
                + "://"
                + Asked.host(uri)
                + ":"
                + Asked.port(uri);
    }

    private static String place(InetSocketAddress proxy) {
        return "proxy " + proxy.getHostString() + ":" + proxy.getPort();
    }

    /**
     * Asks for what a 401 wants. False where it wants nothing that there is.
     *
     * @throws IOException if there is no password
     */
    boolean askForServer(URI uri, Fields challenge) throws IOException {
        return ask(
                place(uri),
                challenge,
                "WWW-Authenticate",
                uri,
                Asked.host(uri),
                Asked.port(uri),
                RequestorType.SERVER);
    }

    /** The same for a 407. */
    boolean askForProxy(InetSocketAddress proxy, URI uri, Fields challenge) throws IOException {
        return ask(
                place(proxy),
                challenge,
                "Proxy-Authenticate",
                uri,
                proxy.getHostString(),
                proxy.getPort(),
                RequestorType.PROXY);
    }

    private boolean ask(
            String place,
            Fields challenge,
            String field,
            URI uri,
            String host,
            int port,
            RequestorType type)
            throws IOException {
        if (authenticator == null) {
            return false;
        }
        for (String value : challenge.fields(field)) {
            Matcher basic = BASIC.matcher(value);
            if (basic.find()) {
                PasswordAuthentication answer =
                        authenticator.requestPasswordAuthenticationInstance(
                                host,
                                null,
                                port,
                                uri.getScheme(),
                                realm(basic.group(1)),
                                "Basic",
                                uri.toURL(),
                                type);
                if (answer == null) {
                    known.remove(place);
                    throw new IOException("No credentials provided");
                }
                known.put(place, basic(answer, value));
                return true;
            }
        }
        return false;
    }

    private static @Nullable String realm(@Nullable String parameters) {
        Matcher realm = REALM.matcher(parameters == null ? "" : parameters);
        if (!realm.find()) {
            return null;
        }
        return realm.group(1) == null ? realm.group(2) : realm.group(1);
    }

    /** RFC 7617, section 2.1: the server may ask for UTF-8. */
    private static String basic(PasswordAuthentication answer, String challenge) {
        boolean utf8 = challenge.toLowerCase(Locale.ROOT).contains("charset=\"utf-8\"");
        String pair = answer.getUserName() + ":" + new String(answer.getPassword());
        byte[] bytes = pair.getBytes(utf8 ? UTF_8 : ISO_8859_1);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    /** What was sent is wrong. */
    void forgetForServer(URI uri) {
        known.remove(place(uri));
    }

    void forgetForProxy(InetSocketAddress proxy) {
        known.remove(place(proxy));
    }
}
