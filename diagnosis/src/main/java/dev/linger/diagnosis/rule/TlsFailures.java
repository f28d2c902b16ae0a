package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.advice.TlsSettings;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.finding.Wire;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.List;

/** TLS handshakes that failed, and what the alerts say about it. */
final class TlsFailures implements FindingRule {
    private static final int SEVERAL = 5;

    @Override
    public String id() {
        return "tls-failures";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        long count = all.count(CloseCause.TLS_FAILED);
        List<Wire.FailedAlike> kinds = all.wire().tlsFailures();
        if (count < SEVERAL || count * 100 < all.connections() || kinds.isEmpty()) {
            return List.of();
        }
        Wire.FailedAlike most = kinds.getFirst();
        return List.of(
                Finding.of(this, Loss.weightOfConnects(count, all.connections()), watched)
                        .what(
                                count,
                                Wording.count(count, "TLS handshake")
                                        + " of "
                                        + Wording.count(all.connections())
                                        + " failed")
                        .because(
                                Wording.share(most.samples().count(), count)
                                        + " of them: "
                                        + says(most.failure()))
                        .costs(
                                "no request was sent on them: each is an error for a user, and a"
                                        + " handshake with its cryptography for nothing")
                        .next(next(most.failure()))
                        .change(changes(most.failure(), watched))
                        .expect("handshakes that end in application data")
                        .seen(most.samples(), TlsFailures::seen)
                        .figure("handshakes_share", (double) count / all.connections())
                        .figure("expected_handshakes_share", 0)
                        .done());
    }

    private static Seen seen(JudgedLife judged) {
        return judged.life().talk() instanceof Talk.Tls tls && tls.alert() != null
                ? Seen.on(judged, tls.alert(), "the alert that ended the handshake")
                : Seen.on(judged, judged.life().ending().first(), "closed during the handshake");
    }

    private static String says(Wire.TlsFailure failure) {
        Side by = failure.by();
        if (by == null) {
            return "closed during the handshake without an alert: a client that went away, a check"
                    + " that only looks whether the port is open, or a server that is overloaded";
        }
        String side = "the " + by.word() + " says that ";
        return side
                + switch (failure.alert()) {
                    case 42, 43, 46 -> "it cannot accept the other end's certificate";
                    case 44 -> "the other end's certificate has been revoked";
                    case 45 -> "the other end's certificate has expired: renew it";
                    case 48 ->
                            "it does not know who signed the other end's certificate: the chain"
                                    + " lacks an intermediate certificate, or the authority is a"
                                    + " private one";
                    case 70 -> "both ends have no version of TLS in common";
                    case 40, 47 ->
                            "both ends have no cipher or other parameter in common, or that a"
                                    + " certificate is missing";
                    case 90 -> "it gave the handshake up";
                    case 112 -> "it has no certificate for the name that was asked for (SNI)";
                    case 116 -> "the client must show a certificate, and has not";
                    case 120 -> "both ends have no application protocol in common (ALPN)";
                    case -1 -> "something is wrong, in an encrypted alert: read its log";
                    default -> "the handshake cannot go on (alert " + failure.alert() + ")";
                };
    }

    private static String next(Wire.TlsFailure failure) {
        return switch (failure.alert()) {
            case 45 -> "renew the certificate";
            case 48 ->
                    "let the server send its whole chain of certificates, or tell the clients to"
                            + " trust that authority";
            case 70 -> "allow a version of TLS that both ends have";
            case 90 -> "read the log of the end that gave up: it is stopped, or was kept waiting";
            case 112 -> "give the server a certificate for that name";
            case 116 -> "give the client a certificate";
            case -1 -> "read the logs of both ends: packets do not show more";
            default -> "look at what the server shows to its clients";
        };
    }

    private static List<Change> changes(Wire.TlsFailure failure, Watched watched) {
        if (failure.alert() == 70) {
            return TlsSettings.versions(Software.ofServer(watched.all().product()));
        }
        return TlsSettings.look(watched.server().endpoint().toString());
    }
}
