package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A tunnel that a proxy did not dig. What callers see is made from it. */
final class TunnelFailure extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    final transient Reason reason;
    private final boolean late;

    /**
     * @param late whether a deadline has passed
     */
    TunnelFailure(Reason reason, boolean late, @Nullable IOException cause) {
        super(reason.says(), cause);
        this.reason = reason;
        this.late = late;
    }

    IOException forCaller(@Nullable JudgedLife life) {
        String message = reason.says() + "; not delivered";
        return late
                ? new ConnectDeadlineException(message, Delivery.NOT_DELIVERED, life, getCause())
                : new BrokenExchangeException(message, Delivery.NOT_DELIVERED, life, getCause());
    }
}
