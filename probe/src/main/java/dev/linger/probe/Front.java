package dev.linger.probe;

import dev.linger.diagnosis.advice.IdleTimeoutOfClients;
import dev.linger.diagnosis.advice.Software;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What keeps connections to a server: load balancers, proxies and the pools of clients. */
public enum Front {
    NGINX("nginx", 60, Software.NGINX_UPSTREAM),
    HAPROXY("HAProxy", 0, Software.HAPROXY),
    ENVOY("Envoy", 3600, Software.ENVOY),
    TRAEFIK("Traefik", 90, null),
    CADDY("Caddy", 120, null),
    HTTPD("Apache httpd", 0, Software.APACHE_HTTPD),
    ALB("AWS ALB", 60, Software.AWS_LOAD_BALANCER),
    NLB("AWS NLB", 350, null),
    GO("Go", 90, Software.GO_CLIENT),
    JDK("java.net.http", 30, Software.JDK_CLIENT),
    APACHE_CLIENT("Apache HttpClient", 180, Software.APACHE_CLIENT),
    OKHTTP("OkHttp", 300, Software.OKHTTP),
    REACTOR_NETTY("Reactor Netty", 0, Software.REACTOR_NETTY),
    NODE("Node.js", 0, Software.NODE_CLIENT),
    REQUESTS("Python requests", 0, null);

    /** A load balancer of this kind takes no longer time. */
    private static final long MOST_OF_NLB = 6000;

    private final String label;
    private final long usualSeconds;
    private final @Nullable Software software;

    Front(String label, long usualSeconds, @Nullable Software software) {
        this.label = label;
        this.usualSeconds = usualSeconds;
        this.software = software;
    }

    /** As typed: {@code apache-client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** How long it keeps an idle connection unless told otherwise; zero is for ever. */
    public Duration usual() {
        return Duration.ofSeconds(usualSeconds);
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Front::word).toList();
    }

    /** Whether it can be told for how long it may keep an idle connection to a server. */
    boolean hasClock() {
        return this != HAPROXY;
    }

    /**
     * Whether it passes packets on, and forgets an idle connection without a word to either end:
     * then the server, or the client behind it, has to be the one who lets go.
     */
    boolean forgets() {
        return this == NLB;
    }

    /** What makes it let go of idle connections, or forget them, after this time, or keep none. */
    List<Setting> idleTimeout(long seconds) {
        if (software != null) {
            return IdleTimeoutOfClients.atMost(software, seconds).stream()
                    .map(Setting::of)
                    .toList();
        }
        return switch (this) {
            case TRAEFIK ->
                    List.of(new Setting(label, "the dynamic configuration", traefik(seconds)));
            case CADDY ->
                    List.of(new Setting(label, "Caddyfile, in reverse_proxy", caddy(seconds)));
            case NLB -> nlb(seconds);
            case REQUESTS ->
                    List.of(new Setting(label, "where requests are sent", requests(seconds)));
            default -> throw new IllegalStateException(label + " has settings of its own");
        };
    }

    private static String traefik(long seconds) {
        return """
        http:
          serversTransports:
            patient:
              forwardingTimeouts:
                idleConnTimeout: %ds
          services:
            SERVICE:
              loadBalancer:
                serversTransport: patient\
        """
                .formatted(seconds);
    }

    private static String caddy(long seconds) {
        return """
        transport http {
            keepalive %ds
        }\
        """
                .formatted(seconds);
    }

    private List<Setting> nlb(long seconds) {
        return seconds > MOST_OF_NLB
                ? List.of()
                : List.of(
                        new Setting(
                                label,
                                "the AWS command line, with the listener's ARN",
                                """
                                aws elbv2 modify-listener-attributes --listener-arn "$ARN" \\
                                  --attributes Key=tcp.idle_timeout.seconds,Value=%d\
                                """
                                        .formatted(seconds)));
    }

    /** Its pool has no clock: a session is thrown away before the server loses patience. */
    private static String requests(long seconds) {
        return """
        if time.monotonic() - last_use > %d:
            session.close()  # closes its idle connections; the session stays usable
        last_use = time.monotonic()\
        """
                .formatted(seconds);
    }
}
