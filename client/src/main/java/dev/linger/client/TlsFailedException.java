package dev.linger.client;

import dev.linger.life.JudgedLife;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A TLS handshake that failed: here, where a certificate is not trusted, or at the server, which
 * sent an alert or went away.
 */
public final class TlsFailedException extends SSLHandshakeException implements Explained {
    private static final long serialVersionUID = 1L;

    private final Delivery delivery;
    private final transient @Nullable JudgedLife life;

    TlsFailedException(
            String message, Delivery delivery, @Nullable JudgedLife life, Throwable cause) {
        super(message);
        this.delivery = delivery;
        this.life = life;
        initCause(cause);
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
