package dev.linger.client;

import dev.linger.http.Framing;
import dev.linger.http.Violation;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import dev.linger.linux.SocketFailure;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** How an exchange can fail: each ends the connection with its cause, and says it in a sentence. */
final class Failures {
    /** What the JDK says before the name of an alert that the server has sent. */
    static final String ALERT = "Received fatal alert: ";

    private final Call call;
    private final Connection connection;
    private final Account account;

    Failures(Call call) {
        this.call = call;
        this.connection = call.connection;
        this.account = connection.account;
    }

    private Phase phase() {
        if (account.headEnded != 0) {
            return Phase.RESPONSE_BODY;
        }
        if (account.responseBegan != 0) {
            return call.isSentWhole() ? Phase.RESPONSE_HEAD : Phase.EARLY_RESPONSE;
        }
        return account.requestEnded == 0 ? Phase.REQUEST_BODY : Phase.HANDLING;
    }

    private Failure failure(Reason reason, boolean late, Proof proof, @Nullable Throwable cause) {
        JudgedLife life = call.pool.end(connection, reason, proof.unacknowledged());
        String says = reason.says() + " (" + connection.history() + ")";
        return new Failure(says, late, proof.delivery(), life, cause);
    }

    private Proof proof(boolean finSeen, boolean decided) {
        if (!call.isUnanswered()) {
            return new Proof(Delivery.DELIVERED, 0);
        }
        if (connection.named == null) {
            connection.named = call.pool.kernel.name(connection.wire.channel());
        }
        long sent = connection.wire.written() - call.writtenBefore;
        return Proof.of(call.pool.kernel, connection.named, sent, finSeen, decided);
    }

    /**
     * The server's FIN came before the head of the response was complete.
     *
     * @param afterLine whether its first line was
     */
    Failure ended(boolean afterLine) {
        if (!call.isUnanswered()) {
            return failure(
                    Reason.server(
                            CloseCause.TRUNCATED,
                            phase(),
                            "the server closed inside the "
                                    + (afterLine ? "header section" : "status line")
                                    + " of its response"),
                    false,
                    proof(true, true),
                    null);
        }
        return closedWithoutAnswer(proof(true, true), null);
    }

    private Failure closedWithoutAnswer(Proof proof, @Nullable Throwable cause) {
        if (proof.delivery() == Delivery.NOT_DELIVERED) {
            account.serverReset(System.nanoTime());
            return failure(
                    Reason.server(
                            CloseCause.LATE_REQUEST,
                            Phase.IDLE,
                            "the server closed the idle connection before the request reached it"),
                    false,
                    proof,
                    cause);
        }
        return failure(
                Reason.server(
                        CloseCause.NO_RESPONSE,
                        phase(),
                        account.isReused() && proof.delivery() == Delivery.UNKNOWN
                                ? "the server closed the connection and sent no bytes of an"
                                        + " answer, about when the request came"
                                : "the server closed the connection and sent no bytes of an"
                                        + " answer"),
                false,
                proof,
                cause);
    }

    /** The server's FIN came inside the body. */
    Failure truncated() {
        return failure(
                Reason.server(
                        CloseCause.TRUNCATED,
                        Phase.RESPONSE_BODY,
                        "the server closed after "
                                + Wording.count(connection.reader.bodyBytes(), "byte")
                                + missing(connection.reader.framing())),
                false,
                proof(true, true),
                null);
    }

    private static String missing(Framing framing) {
        if (framing instanceof Framing.UntilClose) {
            return " of the response's body, without the closure alert of TLS that is to tell"
                    + " its end (RFC 9112, section 9.8)";
        }
        long declared = framing.declaredBytes();
        return declared < 0
                ? " of the response's body, before its end was told (chunked transfer encoding)"
                : " of the "
                        + Wording.count(declared)
                        + " that its response announced (fixed content-length)";
    }

    /** A deadline has passed: which one tells the phase. */
    Failure late(IOException cause) {
        long now = System.nanoTime();
        Phase phase = phase();
        CloseCause closeCause;
        String says;
        switch (phase) {
            case REQUEST_BODY, REQUEST_HEAD -> {
                if (call.isHeadLate(now)) {
                    return lateInRequest(phase, now, cause);
                }
                closeCause = CloseCause.WRITE_TIMEOUT;
                says =
                        "the server took no byte of the request for "
                                + Wording.duration(now - Math.max(account.lastOut, account.opened))
                                + "; "
                                + Wording.count(account.sentOfRequest(), "byte")
                                + " were sent";
            }
            case RESPONSE_BODY -> {
                closeCause = CloseCause.BODY_TIMEOUT;
                says =
                        (call.isWholeLate(now)
                                        ? "the response was not complete in "
                                                + Wording.duration(call.whole().toNanos())
                                                + " (limit whole), after "
                                        : "no byte of the response's body came for "
                                                + Wording.duration(now - account.lastIn)
                                                + ", after ")
                                + Wording.count(connection.reader.bodyBytes(), "byte");
            }
            default -> {
                closeCause = CloseCause.RESPONSE_TIMEOUT;
                says =
                        "request timed out: no complete head of a response "
                                + Wording.duration(now - account.requestBegan)
                                + " after the request was begun";
            }
        }
        return failure(Reason.client(closeCause, phase, says), true, proof(false, false), cause);
    }

    /** The request took too long as a whole, whether the server takes bytes or not. */
    private Failure lateInRequest(Phase phase, long now, IOException cause) {
        String says =
                "request timed out: it was not sent whole "
                        + Wording.duration(now - account.requestBegan)
                        + " after it was begun; "
                        + Wording.count(account.sentOfRequest(), "byte")
                        + " were sent";
        return failure(
                Reason.client(CloseCause.RESPONSE_TIMEOUT, phase, says),
                true,
                proof(false, false),
                cause);
    }

    /** The request's publisher has failed, or given another length than it said, or is late. */
    Failure unpublished(Exception cause, boolean late) {
        return failure(
                Reason.client(CloseCause.ABANDONED, phase(), words(cause)),
                late,
                proof(false, false),
                cause);
    }

    /** The socket has failed, or else a part of the program. */
    Failure broken(Exception cause) {
        boolean tls = cause instanceof SSLException;
        if (!tls
                && !(cause instanceof SocketException)
                && !(cause instanceof ClosedChannelException)) {
            return failure(
                    Reason.client(CloseCause.ABANDONED, phase(), words(cause)),
                    false,
                    proof(false, false),
                    cause);
        }
        if (connection.holder.get() == Connection.Holder.NOBODY) {
            return failure(
                    Reason.client(CloseCause.STOPPED, phase(), "the connection was closed here"),
                    false,
                    proof(false, false),
                    cause);
        }
        if (tls) {
            return tlsFailed(cause);
        }
        boolean fin = call.isUnanswered() && isBrokenPipe(cause) && finCameFirst();
        Proof proof = proof(fin, true);
        if (fin || (proof.delivery() == Delivery.NOT_DELIVERED && call.isUnanswered())) {
            return closedWithoutAnswer(proof, cause);
        }
        account.serverReset(System.nanoTime());
        return failure(
                Reason.server(
                        call.isUnanswered() ? CloseCause.NO_RESPONSE : CloseCause.TRUNCATED,
                        phase(),
                        "the server reset the connection " + resetWhere()),
                false,
                proof,
                cause);
    }

    private String resetWhere() {
        if (call.isUnanswered()) {
            return "and sent no bytes of an answer";
        }
        if (account.headEnded == 0) {
            return "inside the status line or header section of its response";
        }
        Framing framing = connection.reader.framing();
        return "after "
                + Wording.count(connection.reader.bodyBytes(), "byte")
                + (framing instanceof Framing.UntilClose
                        ? " of the response's body"
                        : missing(framing));
    }

    /**
     * TLS has failed after its handshake, or so late in it that only the server knows (RFC 8446,
     * section 4.4.2.4). Bytes that TLS threw away were acknowledged all the same.
     */
    private Failure tlsFailed(Exception cause) {
        Delivery delivery = call.isUnanswered() ? Delivery.UNKNOWN : Delivery.DELIVERED;
        return failure(ofTls(cause, phase()), false, new Proof(delivery, 0), cause);
    }

    /** TLS has failed: by an alert of the server, or by what came. */
    static Reason ofTls(Exception cause, Phase phase) {
        String message = words(cause);
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = message.substring(alert + ALERT.length());
            return Reason.server(
                    CloseCause.TLS_FAILED, phase, "the server ended TLS with the alert " + name);
        }
        return message.startsWith("the server ")
                ? Reason.server(CloseCause.TLS_FAILED, phase, message)
                : Reason.client(CloseCause.TLS_FAILED, phase, "TLS failed: " + message);
    }

    private static String words(Exception cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /**
     * How Linux says that a write met a RST which came after a FIN; a RST alone is "Connection
     * reset". To be asked before reading tells an end, for after an error that was told once
     * reading gives the end of the stream, too.
     */
    static boolean isBrokenPipe(Exception cause) {
        return SocketFailure.BROKEN_PIPE.isOf(cause);
    }

    /** A write failed. Where the server's FIN was there before its RST, reading tells. */
    private boolean finCameFirst() {
        try {
            if (connection.wire.readNow(connection.in, 0, 1) < 0) {
                account.serverFin(System.nanoTime());
                return true;
            }
        } catch (IOException | RuntimeException _) {
            return false;
        }
        return false;
    }

    /** The response breaks a rule. */
    Failure badMessage() {
        Violation fault = connection.reader.fault();
        return badMessage(
                fault == null
                        ? "the response cannot be read"
                        : fault.describe(Side.SERVER, connection.reader.faultAt()));
    }

    private Failure badMessage(String says) {
        return failure(
                Reason.client(CloseCause.BAD_MESSAGE, phase(), says),
                false,
                proof(false, false),
                null);
    }

    /** Another protocol, which nobody asked for (RFC 9110, section 15.2.2). */
    Failure unaskedUpgrade() {
        return badMessage(
                "response 101 switches to another protocol, though the request has no"
                        + " Upgrade (RFC 9110, section 15.2.2)");
    }

    /** More interim responses than anybody can need. */
    Failure tooManyInterims() {
        return badMessage(
                "more than "
                        + Wording.count(call.mostInterims, "interim response")
                        + " came, and no answer (limit jdk.httpclient.maxNonFinalResponses)");
    }

    /** Its bytes would do, and 32 for each line do not (module java.net.http). */
    Failure headTooLarge(int most) {
        return badMessage(
                "the response's head is larger than "
                        + Wording.count(most, "byte")
                        + " with "
                        + ClientBuilder.PER_LINE
                        + " for each line (limit jdk.http.maxHeaderSize)");
    }

    Failure lineTooLong(String name) {
        return badMessage(
                "the response's field "
                        + name
                        + " is longer than "
                        + Wording.count(call.connection.mostLineBytes(), "byte")
                        + " (another limit of the head, jdk.http.maxHeaderSize, is one for its"
                        + " lines, too)");
    }

    /** A 204 that announces a body: those bytes would be taken for the next response. */
    Failure contentOfNoContent() {
        return badMessage(
                "response 204 has a Content-Length, though it never has a body (RFC 9110,"
                        + " section 8.6)");
    }

    /** The response is in a version that was not asked for and that nobody has defined. */
    Failure unknownVersion(int minor) {
        return badMessage("the response is in HTTP/1." + minor + ", which is no version");
    }

    /** The thread that reads was interrupted, which has closed the channel under it. */
    Failure interrupted(@Nullable IOException cause) {
        return abandoned("the calling thread was interrupted", cause);
    }

    /** The caller does not want it any more. */
    Failure abandoned(String says) {
        return abandoned(says, null);
    }

    private Failure abandoned(String says, @Nullable IOException cause) {
        return failure(
                Reason.client(CloseCause.ABANDONED, phase(), says),
                false,
                proof(false, false),
                cause);
    }
}
