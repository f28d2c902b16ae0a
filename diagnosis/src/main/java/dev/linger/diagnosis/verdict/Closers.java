package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Which side closed first; for a simultaneous close the one whose FIN was captured first. */
final class Closers {
    /** So soon the opposite side answers a close_notify, or never. */
    private static final long ANSWERED_NANOS = 5_000_000_000L;

    private Closers() {}

    /**
     * Who decided to close an idle connection. Over TLS the opposite side may answer a close_notify
     * with the first FIN: then the one that sent the alert decided (RFC 8446, section 6.1).
     */
    static @Nullable Side deciderOf(ConnectionLife life) {
        return life.talk() instanceof Talk.Tls tls && tls.applicationData() && announces(tls, life)
                ? tls.alertBy()
                : of(life);
    }

    /** Long before the close it was no alert, but data as short as one, such as a ping. */
    private static boolean announces(Talk.Tls tls, ConnectionLife life) {
        Moment alert = tls.alert();
        Moment close = life.ending().first();
        return alert != null && close != null && close.atNanos() - alert.atNanos() < ANSWERED_NANOS;
    }

    /**
     * Whether the first close is the RST of a host that knew no such connection: its side had
     * closed before, unseen, or something between them forgot the connection.
     */
    static boolean knewNone(ConnectionLife life) {
        Side closer = of(life);
        Moment first = life.ending().first();
        return closer != null
                && life.from(closer).rstAnswers()
                && first != null
                && first.equals(life.from(closer).rst());
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
