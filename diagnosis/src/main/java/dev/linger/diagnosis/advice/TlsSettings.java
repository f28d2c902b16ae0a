package dev.linger.diagnosis.advice;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Versions of TLS that clients of today have, and how to look at a server's certificates. */
public final class TlsSettings {
    private static final List<Software> SERVERS =
            List.of(
                    Software.NGINX,
                    Software.HAPROXY,
                    Software.APACHE_HTTPD,
                    Software.GO_SERVER,
                    Software.NODE);

    private TlsSettings() {}

    /** TLS 1.2 and 1.3, for this server, or for those that it may be. */
    public static List<Change> versions(@Nullable Software known) {
        return Software.likeliest(known, SERVERS).stream()
                .map(TlsSettings::version)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * To see what the server shows to its clients.
     *
     * @param server its address and port
     */
    public static List<Change> look(String server) {
        return List.of(
                Change.of(
                        Software.LINUX,
                        "a shell, with the name that clients ask for: it shows the chain, and what"
                                + " is wrong with it",
                        "openssl s_client -connect "
                                + server
                                + " -servername NAME -showcerts </dev/null"));
    }

    private static @Nullable Change version(Software software) {
        return switch (software) {
            case NGINX ->
                    Change.of(
                            software, Places.ofServer(software), "ssl_protocols TLSv1.2 TLSv1.3;");
            case HAPROXY ->
                    Change.ofDefault(
                            software,
                            "haproxy.cfg, global section",
                            "ssl-default-bind-options ssl-min-ver TLSv1.2");
            case APACHE_HTTPD ->
                    Change.of(
                            software,
                            Places.ofServer(software),
                            "SSLProtocol -all +TLSv1.2 +TLSv1.3");
            case GO_SERVER ->
                    Change.of(
                            software,
                            "in the tls.Config of the http.Server",
                            "MinVersion: tls.VersionTLS12,");
            case NODE ->
                    Change.ofDefault(
                            software,
                            "in the options of https.createServer",
                            "minVersion: 'TLSv1.2',");
            default -> null;
        };
    }
}
