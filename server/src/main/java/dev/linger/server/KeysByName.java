package dev.linger.server;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a server's certificate: among those for the name that the client asks for, and where
 * there are none the first one and others for the same names, the one whose kind of key the client
 * knows. The JDK's own choice looks at the kind of key first, and so may answer for another name.
 * An alias is a number in the list. Thread-safe.
 */
final class KeysByName extends X509ExtendedKeyManager {
    private final List<KeyAndChain> all;
    private final List<Set<String>> names;

    KeysByName(List<KeyAndChain> all) {
        this.all = List.copyOf(all);
        this.names = all.stream().map(KeysByName::names).toList();
    }

    /** Whoever asks for none of them gets any certificate for all of them, in whatever order. */
    private static Set<String> names(KeyAndChain one) {
        return one.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, SSLEngine engine) {
        String name = nameAskedFor(engine);
        boolean isKnown = name != null && names.stream().anyMatch(own -> isAmong(own, name));
        String known = isKnown ? name : null;
        for (int i = 0; i < all.size(); i++) {
            boolean fits =
                    known == null
                            ? names.get(i).equals(names.getFirst())
                            : isAmong(names.get(i), known);
            if (fits && all.get(i).key().getAlgorithm().equals(kind)) {
                return String.valueOf(i);
            }
        }
        return null;
    }

    private static @Nullable String nameAskedFor(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .map(HostName::of)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static boolean isAmong(Set<String> own, String name) {
        return own.stream().anyMatch(one -> HostName.matches(one, name));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return all.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return all.get(Integer.parseInt(alias)).key();
    }

    // What follows is asked of clients, and of servers on sockets: no engine is either.

    @Override
    public @Nullable String chooseServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }
}
