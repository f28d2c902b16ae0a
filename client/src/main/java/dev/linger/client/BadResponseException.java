package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.net.ProtocolException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response that breaks a rule of HTTP, so that nobody can know what it means. */
public final class BadResponseException extends ProtocolException implements Explained {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;
    private final transient @Nullable JudgedLife life;

    BadResponseException(
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
