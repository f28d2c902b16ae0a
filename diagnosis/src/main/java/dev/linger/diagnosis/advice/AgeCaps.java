package dev.linger.diagnosis.advice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How old a server lets a connection become. */
public final class AgeCaps {
    private static final List<Software> CANDIDATES =
            List.of(Software.NGINX, Software.ENVOY, Software.AWS_LOAD_BALANCER);

    private AgeCaps() {}

    /**
     * For this server, or for those that it may be.
     *
     * @param known the server, if it is known
     * @param seconds the cap to have
     */
    public static List<Change> of(@Nullable Software known, long seconds) {
        return Change.ofServers(
                Software.likeliest(known, CANDIDATES), one -> setting(one, seconds));
    }

    private static @Nullable String setting(Software software, long seconds) {
        return switch (software) {
            case NGINX -> "keepalive_time " + seconds + "s;";
            case ENVOY ->
                    """
                    common_http_protocol_options:
                      max_connection_duration: %ds
                    """
                            .formatted(seconds);
            case AWS_LOAD_BALANCER ->
                    """
                    aws elbv2 modify-load-balancer-attributes --load-balancer-arn "$ARN" \\
                      --attributes Key=client_keep_alive.seconds,Value=%d
                    """
                            .formatted(seconds);
            default -> null;
        };
    }
}
