package dev.linger.life;

/** Names of the alerts that end TLS: RFC 8446, section 6, and what became of RFC 5246's. */
public final class TlsAlerts {
    private TlsAlerts() {}

    /** {@code bad_certificate (42)}; {@code of unknown kind (99)}. */
    public static String name(int code) {
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
                    case 71 -> "insufficient_security";
                    case 80 -> "internal_error";
                    case 90 -> "user_canceled";
                    case 110 -> "unsupported_extension";
                    case 112 -> "unrecognized_name";
                    case 116 -> "certificate_required";
                    case 120 -> "no_application_protocol";
                    default -> "of unknown kind";
                };
        return name + " (" + code + ")";
    }
}
