package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.http.Fields;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Names and passwords for servers and proxies by the Basic scheme (RFC 7617): asked for once, and
 * once they are accepted sent along to the same place, at and below the path that asked for them.
 * Thread-safe.
 */
final class Credentials {
    /** The only one that there is. */
    static final String SCHEME = "Basic";

    /** Those used last are kept. */
    private static final int MOST = 256;

    private final @Nullable Authenticator authenticator;
    private final SequencedMap<Space, Known> accepted = new LinkedHashMap<>(16, 0.75f, true);

    /** What a password is for; of two realms that share a prefix, the later one has it. */
    private record Space(String place, String prefix) {}

    /**
     * A password and its space.
     *
     * @param realm empty where the challenge has none
     * @param value of Authorization or Proxy-Authorization
     */
    record Known(String place, String prefix, String realm, String value) {
        private Space space() {
            return new Space(place, prefix);
        }
    }

    Credentials(@Nullable Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Nullable Authenticator authenticator() {
        return authenticator;
    }

    /** What may be told before it is asked for: that of the longest prefix; null for nothing. */
    synchronized @Nullable Known known(Asker asker) {
        Space longest = null;
        for (Space space : accepted.keySet()) {
            if (space.place.equals(asker.place())
                    && asker.isBelow(space.prefix)
                    && (longest == null || longest.prefix.length() < space.prefix.length())) {
                longest = space;
            }
        }
        return longest == null ? null : accepted.get(longest);
    }

    synchronized void accept(Known known) {
        accepted.put(known.space(), known);
        if (accepted.size() > MOST) {
            accepted.pollFirstEntry();
        }
    }

    synchronized void forget(Known known) {
        accepted.remove(known.space(), known);
    }

    /**
     * Asks for what a 401 or 407 wants. Null where it wants nothing that there is.
     *
     * @param told what the asker was told; that is wrong where it was for this realm
     * @throws IOException if there is no password
     */
    @Nullable Known ask(Asker asker, Fields head, @Nullable Known told) throws IOException {
        if (authenticator == null) {
            return null;
        }
        for (Challenge challenge : Challenge.of(head.fields(asker.field()))) {
            if (challenge.isOf(SCHEME)) {
                String realm = challenge.parameters().get("realm");
                String known = realm == null ? "" : realm;
                if (told != null && told.realm.equals(known)) {
                    forget(told);
                }
                PasswordAuthentication password = password(authenticator, asker, realm);
                if (password == null) {
                    forget(asker, told);
                    throw new IOException("No credentials provided");
                }
                return new Known(asker.place(), asker.prefix(), known, basic(password, challenge));
            }
        }
        return null;
    }

    /** What was told there is of no use any more, whatever the realm is called now. */
    private void forget(Asker asker, @Nullable Known told) {
        if (told != null && told.space().equals(new Space(asker.place(), asker.prefix()))) {
            forget(told);
        }
    }

    private static @Nullable PasswordAuthentication password(
            Authenticator authenticator, Asker asker, @Nullable String realm) throws IOException {
        return authenticator.requestPasswordAuthenticationInstance(
                asker.host(),
                null,
                asker.port(),
                asker.uri().getScheme(),
                realm,
                SCHEME,
                asker.uri().toURL(),
                asker.type());
    }

    /** RFC 7617, section 2.1: the server may ask for UTF-8. */
    private static String basic(PasswordAuthentication answer, Challenge challenge) {
        boolean utf8 = "utf-8".equalsIgnoreCase(challenge.parameters().get("charset"));
        String pair = answer.getUserName() + ":" + new String(answer.getPassword());
        byte[] bytes = pair.getBytes(utf8 ? UTF_8 : ISO_8859_1);
        return SCHEME + " " + Base64.getEncoder().encodeToString(bytes);
    }
}
