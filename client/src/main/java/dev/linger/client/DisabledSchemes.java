package dev.linger.client;

import java.util.Arrays;

/**
 * Schemes of authentication that the operator of this process forbids with proxies, by the JDK's
 * networking properties; none unless they are set. They are read each time, which is where a proxy
 * and a password come together. Thread-safe.
 */
final class DisabledSchemes {
    private static final String PROXYING = "jdk.http.auth.proxying.disabledSchemes";
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    private DisabledSchemes() {}

    /**
     * Whether these credentials are not for proxies.
     *
     * @param tunnel whether they would go along with CONNECT
     * @param credentials a value of Proxy-Authorization, or the scheme alone
     */
    static boolean have(boolean tunnel, String credentials) {
        String scheme = credentials.strip().split("\\s", 2)[0];
        String disabled = System.getProperty(tunnel ? TUNNELING : PROXYING, "");
        return Arrays.stream(disabled.split(","))
                .map(String::strip)
                .anyMatch(each -> !each.isEmpty() && each.equalsIgnoreCase(scheme));
    }
}
