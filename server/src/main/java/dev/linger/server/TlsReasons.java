package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.TlsAlerts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a connection ends where TLS is the reason: who sent the alert decided. */
final class TlsReasons {
    /** As the JDK's engine says it: the alert's name (RFC 8446, section 6), then what is wrong. */
    private static final Pattern SAID = Pattern.compile("\\(([a-z_]+)\\) (.*)", Pattern.DOTALL);

    private static final String RECEIVED = "Received ";

    private TlsReasons() {}

    /** Whether the failure is what an alert of the client's said. */
    static boolean isOfClient(SSLException failure) {
        Matcher said = SAID.matcher(String.valueOf(failure.getMessage()));
        return said.matches() && said.group(2).startsWith(RECEIVED);
    }

    /** A handshake or a record has failed. */
    static Reason failed(SSLException failure, boolean byClient, boolean inHandshake) {
        Matcher said = SAID.matcher(String.valueOf(failure.getMessage()));
        boolean isNamed = said.matches();
        String alert = isNamed ? "the alert " + said.group(1) : "an alert";
        String detail = isNamed ? said.group(2) : String.valueOf(failure.getMessage());
        String when = inHandshake ? " in the TLS handshake" : " after the TLS handshake";
        return new Reason(
                CloseCause.TLS_FAILED,
                byClient ? DecidedBy.CLIENT : DecidedBy.SERVER,
                inHandshake ? Phase.CONNECTING : Phase.UNKNOWN,
                byClient
                        ? "the client sent " + alert(alert, detail) + when
                        : "the server sent " + alert + when + ": " + detail);
    }

    /** The client has given the handshake up, by an alert with this description. */
    static Reason alerted(int code) {
        return Reason.client(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the client sent the alert " + TlsAlerts.name(code) + " in the TLS handshake");
    }

    /** A close_notify in the handshake is told as what it makes the server answer. */
    private static String alert(String alert, String detail) {
        return detail.startsWith(RECEIVED + "close_notify") ? "the alert close_notify" : alert;
    }

    static Reason renegotiation() {
        return Reason.server(
                CloseCause.TLS_FAILED,
                Phase.UNKNOWN,
                "the client asked for a renegotiation, which is not offered; the server sent an"
                        + " alert");
    }

    /** The client went away in mid handshake, and said nothing. */
    static Reason left() {
        return Reason.client(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the client closed in the TLS handshake, without an alert");
    }

    static Reason tooSlow(State.Handshaking state, Connection connection, long limit, long now) {
        String waited = Seconds.text(now - state.since());
        if (!connection.account.hasSealed()) {
            return Reason.server(CloseCause.UNUSED, Phase.UNUSED, "no byte came for " + waited);
        }
        return Reason.server(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the TLS handshake was incomplete after "
                        + waited
                        + " (limit "
                        + Seconds.text(limit)
                        + "); "
                        + connection.account.sealedIn()
                        + " bytes had come");
    }

    static Reason unused() {
        return Reason.client(
                CloseCause.UNUSED,
                Phase.UNUSED,
                "the client closed after the TLS handshake without a request");
    }

    static Reason noTls(int first) {
        return Reason.server(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the client's first byte, "
                        + first
                        + ", begins no TLS handshake; the server sent the alert"
                        + " unexpected_message");
    }

    static Reason misconfigured(Throwable reason) {
        return Reason.server(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the server sent the alert internal_error: TLS cannot be set up: " + reason);
    }

    static Reason notCalculated(Throwable reason) {
        return Reason.server(
                CloseCause.TLS_FAILED,
                Phase.CONNECTING,
                "the TLS handshake could not be calculated: " + reason);
    }

    static Reason plainToTls() {
        return Reason.server(
                CloseCause.BAD_MESSAGE,
                Phase.REQUEST_HEAD,
                "a request in plain HTTP came where TLS is spoken");
    }

    /** RFC 5246, section 7.2.1: then nothing may be sent any more either. */
    static Reason notHearing(Call call) {
        return Reason.client(
                CloseCause.ABANDONED,
                call.phase(),
                "the client sent close_notify before it had the answer, which ends TLS 1.2");
    }
}
