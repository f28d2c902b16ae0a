package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Exchange;
import dev.linger.life.Opening;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.Wording;
import org.jspecify.annotations.Nullable;

/** How far a connection had come that was still open when watching stopped: a clause. */
final class SoFar {
    private SoFar() {}

    /** Empty where that is not known. */
    static String of(ConnectionLife life) {
        if (life.seenBy() != SeenBy.CAPTURE) {
            return "";
        }
        Opening opening = life.opening();
        if (opening.established() == null && opening.isSeen()) {
            return opening.synAck() == null
                    ? "the SYN had no answer yet"
                    : "the handshake's third packet was not seen";
        }
        return switch (life.talk()) {
            case Talk.Nothing _ ->
                    opening.isSeen()
                            ? "established, and no byte was sent yet"
                            : "only packets without data were seen";
            case Talk.Tls tls -> tls(tls, life);
            case Talk.Unseen _ -> "what was sent is not in the capture";
            case Talk.Other spoken -> other(spoken, life);
            case Talk.Http http -> http(http, life);
            case Talk.Counted _ -> "";
        };
    }

    private static String tls(Talk.Tls tls, ConnectionLife life) {
        if (tls.applicationData()) {
            return "TLS data was sent";
        }
        if (TlsRules.hasGaps(life)) {
            return "what was sent is not all in the capture";
        }
        if (tls.finished()) {
            return "the TLS handshake was complete, no data followed yet";
        }
        return tls.serverHello()
                ? "the TLS handshake was not complete"
                : "the ClientHello had no answer yet";
    }

    private static String other(Talk.Other spoken, ConnectionLife life) {
        if (life.fromServer().firstByte() == null) {
            return "the client had sent data, the server none yet";
        }
        return life.fromClient().firstByte() == null
                ? "the server had sent data, the client none yet"
                : "both sides had spoken " + spoken.words();
    }

    private static String http(Talk.Http http, ConnectionLife life) {
        Exchange last = http.last();
        int number = last == null ? http.requests() : last.number();
        return switch (life.ending().phase()) {
            case IDLE -> "idle after response " + http.responses();
            case REQUEST_HEAD -> "in the head of request " + number;
            case REQUEST_BODY -> "in the body of request " + number + requestBody(last);
            case HANDLING -> "request " + number + " had no answer yet";
            case EARLY_RESPONSE -> "request " + number + " was answered before it had ended";
            case RESPONSE_HEAD -> "in the head of the response to request " + number;
            case RESPONSE_BODY -> "in the body of response " + http.responses() + body(last);
            case CONNECTING, UNUSED, LINGERING, UPGRADED, UNKNOWN -> "";
        };
    }

    private static String requestBody(@Nullable Exchange last) {
        return last == null ? "" : part(last.requestBodyBytes(), last.requestDeclaredBytes());
    }

    private static String body(@Nullable Exchange last) {
        return last == null ? "" : part(last.responseBodyBytes(), last.responseDeclaredBytes());
    }

    private static String part(long seen, long declared) {
        return declared < 0
                ? ", after " + Wording.count(seen, "byte")
                : ", after " + Wording.count(seen) + " of " + Wording.count(declared, "byte");
    }
}
