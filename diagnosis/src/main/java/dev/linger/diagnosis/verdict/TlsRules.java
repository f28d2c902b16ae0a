package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
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
            return unused(life, alertBy != null ? alertBy : Closers.of(life));
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
                                            + alertName(tls.alertCode())
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
                .note("the handshake was not completed; no alert says why");
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
    private static boolean hasGaps(ConnectionLife life) {
        return life.fromClient().missingBytes() + life.fromServer().missingBytes() > 0;
    }

    /** Names of RFC 8446, section 6, for the alerts that end handshakes. */
    private static String alertName(int code) {
        String name =
                switch (code) {
                    case 0 -> "close_notify";
                    case 10 -> "unexpected_message";
                    case 20 -> "bad_record_mac";
                    case 40 -> "handshake_failure";
                    case 42 -> "bad_certificate";
                    case 43 -> "unsupported_certificate";
                    case 44 -> "certificate_revoked";
                    case 45 -> "certificate_expired";
                    case 46 -> "certificate_unknown";
                    case 47 -> "illegal_parameter";
                    case 48 -> "unknown_ca";
                    case 50 -> "decode_error";
                    case 51 -> "decrypt_error";
                    case 70 -> "protocol_version";
                    case 80 -> "internal_error";
                    case 112 -> "unrecognized_name";
                    case 116 -> "certificate_required";
                    case 120 -> "no_application_protocol";
                    default -> "of unknown kind";
                };
        return name + " (" + code + ")";
    }
}
