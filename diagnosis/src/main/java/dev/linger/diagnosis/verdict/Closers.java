package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Which side closed first; for a simultaneous close the one whose FIN was captured first. */
final class Closers {
    private Closers() {}

    /**
     * Who decided to close an idle connection. Over TLS the opposite side may answer a close_notify
     * with the first FIN: then the one that sent the alert decided (RFC 8446, section 6.1).
     */
    static @Nullable Side deciderOf(ConnectionLife life) {
        return life.talk() instanceof Talk.Tls tls && tls.applicationData() && tls.alertBy() != null
                ? tls.alertBy()
                : of(life);
    }

    static @Nullable Side of(ConnectionLife life) {
        return switch (life.ending().closedFirst()) {
            case CLIENT -> Side.CLIENT;
            case SERVER -> Side.SERVER;
            case BOTH -> {
                Moment byClient = life.fromClient().fin();
                Moment byServer = life.fromServer().fin();
                boolean clientEarlier =
                        byClient != null && (byServer == null || !byClient.isAfter(byServer));
                yield clientEarlier ? Side.CLIENT : Side.SERVER;
            }
            case NOBODY, UNKNOWN -> null;
        };
    }
}
