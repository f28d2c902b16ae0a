package dev.linger.server;

import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/**
 * Names of hosts, as clients ask for them and as certificates have them (RFC 9525, section 6.3).
 */
final class HostName {
    private HostName() {}

    /** The host name asked for, in lower case; null where it is another kind of name, or broken. */
    static @Nullable String of(SNIServerName asked) {
        if (asked.getType() != StandardConstants.SNI_HOST_NAME) {
            return null;
        }
        try {
            return new SNIHostName(asked.getEncoded()).getAsciiName().toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Whether the pattern stands for this name.
     *
     * @param pattern a name, or {@code *.} and a name, which stands for one label
     */
    static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return pattern.equalsIgnoreCase(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && pattern.substring(1).equalsIgnoreCase(name.substring(dot));
    }
}
