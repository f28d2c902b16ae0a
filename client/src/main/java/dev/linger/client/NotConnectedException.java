package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.net.ConnectException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that could not be opened. */
public final class NotConnectedException extends ConnectException implements Explained {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;
    private final transient @Nullable JudgedLife life;

    NotConnectedException(
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

    /** The same with that one as its cause, as the JDK's client gives it to who waits for it. */
    NotConnectedException(NotConnectedException same) {
        super(same.getMessage());
        delivery = same.delivery;
        life = same.life;
        initCause(same);
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
