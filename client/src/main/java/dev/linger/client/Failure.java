package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.Serial;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** An exchange that has failed; its connection has ended. What callers see is made from it. */
final class Failure extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    final Delivery delivery;
    final boolean late;
    final transient @Nullable JudgedLife life;
    private final String says;

    /**
     * @param says what happened, and how far, without a full stop
     * @param late whether a deadline has passed
     */
    Failure(
            String says,
            boolean late,
            Delivery delivery,
            @Nullable JudgedLife life,
            @Nullable Throwable cause) {
        super(says, cause);
        this.says = says;
        this.late = late;
        this.delivery = delivery;
        this.life = life;
    }

    /** What happened, whether it was delivered, and this. */
    String sentence(String retry) {
        return says + "; " + delivery.clause() + (retry.isEmpty() ? "" : "; " + retry);
    }

    /**
     * What the caller gets.
     *
     * @param retry why it was not sent again, or what became of that; empty where there is nothing
     *     to say
     */
    IOException forCaller(String retry) {
        String message = sentence(retry);
        if (late) {
            return new DeadlinePassedException(message, delivery, life, getCause());
        }
        if (getCause() instanceof SSLHandshakeException met) {
            return new TlsFailedException(message, delivery, life, met);
        }
        return breaksARule()
                ? new BadResponseException(message, delivery, life, getCause())
                : new BrokenExchangeException(message, delivery, life, getCause());
    }

    private boolean breaksARule() {
        return life != null && life.verdict().closing().cause() == CloseCause.BAD_MESSAGE;
    }
}
