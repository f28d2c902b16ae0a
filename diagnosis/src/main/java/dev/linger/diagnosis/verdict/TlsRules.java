package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import dev.linger.life.TlsAlerts;
import org.jspecify.annotations.Nullable;

/** What TLS shows without keys (RFC 8446, section 6). */
final class TlsRules {
    private TlsRules() {}

    static @Nullable Ruling failed(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Tls tls) || tls.applicationData()) {
            return null;
        }
        Side alertBy = tls.alertBy();
        if (tls.finished()) {
            return hasGaps(life)
                    ? null
                    : unused(life, alertBy != null ? alertBy : Closers.of(life));
        }
        if (tls.alertCode() < 0 && hasGaps(life)) {
            return null;
        }
        Moment alert = tls.alert();
        if (alertBy != null && alert != null) {
            DecidedBy by = DecidedBy.of(alertBy);
            return tls.alertCode() >= 0
                    ? Ruling.certain(life, CloseCause.TLS_FAILED, by)
                            .because(
                                    alert,
                                    alertBy.word()
                                            + " sent the alert "
                                            + TlsAlerts.name(tls.alertCode())
                                            + " before the handshake was complete")
                    : Ruling.likely(life, CloseCause.TLS_FAILED, by)
                            .because(
                                    alert,
                                    alertBy.word()
                                            + " sent an encrypted alert before the handshake was"
                                            + " complete");
        }
        Side closer = Closers.of(life);
        if (closer == null) {
            return null;
        }
        return Ruling.likely(life, CloseCause.TLS_FAILED, DecidedBy.of(closer))
                .because(life.fromClient().firstByte(), "client began a TLS handshake")
                .note(withoutAlert(life, tls, closer));
    }

    private static String withoutAlert(ConnectionLife life, Talk.Tls tls, Side closer) {
        String after = Says.seconds(life.ending().quietNanos() / 1e9);
        return "the "
                + closer.word()
                + " closed "
                + after
                + (tls.serverHello()
                        ? " after the last message of the handshake, which was not complete; no"
                                + " alert says why"
                        : " after the ClientHello, which had no answer; no alert says why");
    }

    /** As probes of certificates do. */
    private static @Nullable Ruling unused(ConnectionLife life, @Nullable Side closer) {
        return closer == null
                ? null
                : Ruling.likely(life, CloseCause.UNUSED, DecidedBy.of(closer))
                        .because(
                                life.fromClient().lastByte(),
                                "the TLS handshake was complete, no application data followed");
    }

    /** Whether the capture may lack what was said. */
    static boolean hasGaps(ConnectionLife life) {
        return life.fromClient().missingBytes() + life.fromServer().missingBytes() > 0;
    }
}
