package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange that ended before its response was complete. */
public final class BrokenExchangeException extends IOException implements Explained {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;
    private final transient @Nullable JudgedLife life;

    BrokenExchangeException(
            String message,
            Delivery delivery,
            @Nullable JudgedLife life,
            @Nullable Throwable cause) {
        super(message);
        this.delivery = delivery;
        this.life = life;
        if (cause != null) {
            initCause(cause);
        }
    }

    @Override
    public Delivery delivery() {
        return delivery;
    }

    @Override
    public Optional<JudgedLife> life() {
        return Optional.ofNullable(life);
    }
}
