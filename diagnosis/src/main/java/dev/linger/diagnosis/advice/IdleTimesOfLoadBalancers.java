package dev.linger.diagnosis.advice;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Load balancers in the cloud that keep HTTP connections of their own to the servers behind them,
 * which must keep them longer still.
 */
public final class IdleTimesOfLoadBalancers {

    /** Of an AWS Application Load Balancer, unless told otherwise. */
    private static final long AWS_SECONDS = 60;

    /** Of a Google Cloud Application Load Balancer; it cannot be told otherwise. */
    private static final long GOOGLE_SECONDS = 600;

    private static final long MARGIN_SECONDS = 20;

    private IdleTimesOfLoadBalancers() {}

    /** The idle timeout that a server behind this balancer must have; empty for other clients. */
    public static OptionalLong ofServerBehind(@Nullable Software balancer) {
        if (balancer == Software.AWS_LOAD_BALANCER) {
            return OptionalLong.of(AWS_SECONDS + MARGIN_SECONDS);
        }
        return balancer == Software.GOOGLE_LOAD_BALANCER
                ? OptionalLong.of(GOOGLE_SECONDS + MARGIN_SECONDS)
                : OptionalLong.empty();
    }

    static @Nullable String setting(Software balancer, long seconds) {
        return balancer == Software.AWS_LOAD_BALANCER
                ? """
                aws elbv2 modify-load-balancer-attributes --load-balancer-arn "$ARN" \\
                  --attributes Key=idle_timeout.timeout_seconds,Value=%d
                """
                        .formatted(seconds)
                : null;
    }
}
