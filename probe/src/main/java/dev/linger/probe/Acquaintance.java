package dev.linger.probe;

import dev.linger.http.ResponseHead;
import dev.linger.life.Wording;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** The first request: whether there is a server of HTTP, and what it says of itself. */
final class Acquaintance implements Question {
    private static final int TLS_ALERT = 21;
    private static final String ALL_THE_SAME = "-k (--insecure) asks all the same";

    @Override
    public String does() {
        return "asks once, to see whether it answers";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(2, 1, bounds.answer());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.SERVER, Trait.ANNOUNCED);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        try {
            meet(asking);
        } catch (UnreachableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Asks for the first time.
     *
     * @return what people should know before they read on; empty where there is nothing
     * @throws UnreachableException if there is nobody to be asked more
     */
    Optional<String> meet(Asking asking) throws UnreachableException {
        Target target = asking.target;
        if (target.isSecure()) {
            rehearse(asking);
        }
        try (Contact contact = asking.connect()) {
            // Some announce how long they wait only to those who ask to be kept.
            Heard heard = asking.ask(contact, Request.get(target).with("Connection: keep-alive"));
            if (heard instanceof Heard.Answer answer) {
                return introduced(asking, answer);
            }
            throw noAnswer(asking, heard);
        } catch (SSLException e) {
            throw new UnreachableException(tls(target, e), true);
        } catch (IOException e) {
            throw new UnreachableException(unreachable(asking, e));
        }
    }

    /** The first handshake of a process takes longest, and some servers have little patience. */
    private static void rehearse(Asking asking) {
        try (Contact _ = asking.connect()) {
            return;
        } catch (IOException _) {
            return; // the next one tells why
        }
    }

    private static Optional<String> introduced(Asking asking, Heard.Answer answer)
            throws UnreachableException {
        ResponseHead head = answer.head();
        Target target = asking.target;
        if (wantsTls(target, answer)) {
            throw new UnreachableException(
                    target.where() + " speaks TLS and was asked without: " + tryThis(target), true);
        }
        asking.signs(Signs.of(head));
        String server = head.field("Server");
        if (server == null) {
            asking.unknown(Trait.SERVER, "its answers have no Server field");
        } else {
            asking.learned(Trait.SERVER, new Value.Way(Wording.printable(server)), "");
        }
        announced(asking, head);
        String place = head.field("Location");
        if (head.status() >= 300 && head.status() < 400 && place != null) {
            return Optional.of(
                    "it answers "
                            + head.status()
                            + ": redirects to "
                            + Wording.printable(place)
                            + ", which was not followed; all below is about this server");
        }
        return head.status() < 400
                ? Optional.empty()
                : Optional.of(
                        "it answers "
                                + head.status()
                                + " to GET "
                                + Wording.printable(target.path())
                                + "; all below is about such answers, another path may be better");
    }

    private static void announced(Asking asking, ResponseHead head) {
        String field = head.field("Keep-Alive");
        if (field == null) {
            asking.unknown(Trait.ANNOUNCED, "it sends no Keep-Alive field");
            return;
        }
        long seconds = head.keepAliveTimeoutSeconds();
        asking.learned(
                Trait.ANNOUNCED,
                seconds < 0
                        ? new Value.Way("no-timeout")
                        : Value.Time.ofAll(List.of(seconds * 1_000_000_000L)),
                "Keep-Alive: " + field);
    }

    /** nginx, httpd and Go say in plain words that they want TLS. */
    private static boolean wantsTls(Target target, Heard.Answer answer) {
        String body = answer.body().toLowerCase(Locale.ROOT);
        return !target.isSecure()
                && answer.status() == 400
                && (body.contains("http request was sent to https port")
                        || body.contains("http request to an https server")
                        || body.contains("plain http to an ssl-enabled")
                        || body.contains("requires tls"));
    }

    private static String tryThis(Target target) {
        return "ask " + target.withScheme(target.isSecure() ? "http" : "https");
    }

    private static UnreachableException noAnswer(Asking asking, Heard heard) {
        String where = asking.target.where();
        return switch (heard) {
            case Heard.Silence silence ->
                    new UnreachableException(where + " " + silence(asking, silence));
            case Heard.Garbage garbage ->
                    new UnreachableException(
                            garbage(asking, garbage), !garbage.beginning().startsWith("HTTP/"));
            case Heard.Ended(Ending ending, int status, long bytes) when bytes > 0 ->
                    new UnreachableException(
                            where
                                    + " "
                                    + ending.how().verb()
                                    + " the connection in the middle of its answer"
                                    + begun(status, bytes)
                                    + ": see the server's log; another path may be better");
            case Heard.Ended ended -> unanswered(asking, ended.ending());
            case Heard.Answer _ -> throw new IllegalStateException("an answer is an answer");
        };
    }

    private static UnreachableException unanswered(Asking asking, Ending ending) {
        Target target = asking.target;
        boolean speaksTls = speaksTls(asking);
        return new UnreachableException(
                target.where()
                        + " took the connection and "
                        + ending.how().verb()
                        + " it without an answer: "
                        + (speaksTls
                                ? "it speaks TLS; " + tryThis(target)
                                : "see the server's log, or whether HTTP is spoken there"),
                speaksTls);
    }

    private static String silence(Asking asking, Heard.Silence silence) {
        if (silence.bytes() > Contact.MOST_BYTES) {
            return "answers with more than 1 MiB"
                    + begun(silence.status(), silence.bytes())
                    + ", and would be asked for it again and again: name a path with a shorter answer";
        }
        String patience = asking.bounds.answer().toSeconds() + " s";
        return silence.bytes() == 0
                ? "took the connection and the request, and has not answered for "
                        + patience
                        + ": the server hangs, or waits for something else than HTTP"
                : "began an answer"
                        + begun(silence.status(), silence.bytes())
                        + " and has not ended it in "
                        + patience
                        + ": it is endless, or it stalls; another path may be better";
    }

    /** How far an answer came: {@code (200, 5 B so far)}. */
    private static String begun(int status, long bytes) {
        return " ("
                + (status == 0 ? "its head has not ended" : String.valueOf(status))
                + ", "
                + Wording.bytes(bytes)
                + " so far)";
    }

    private static String garbage(Asking asking, Heard.Garbage garbage) {
        Target target = asking.target;
        boolean alert =
                !garbage.beginning().isEmpty() && garbage.beginning().charAt(0) == TLS_ALERT;
        if (alert || speaksTls(asking)) {
            return target.where() + " speaks TLS and was asked without: " + tryThis(target);
        }
        return target.where()
                + " answers what is no HTTP ("
                + garbage.says()
                + "); it begins with \""
                + Wording.cut(Wording.printable(garbage.beginning()), 40)
                + "\": see which program listens there";
    }

    /** Tries it; nothing is asked over it. */
    private static boolean speaksTls(Asking asking) {
        Target target = asking.target;
        if (target.isSecure()) {
            return false;
        }
        try (Contact _ = Contact.open(target.secured(), asking.bounds.answer())) {
            return true;
        } catch (SSLException e) {
            // Who is refused, or refuses, has spoken it.
            String message = String.valueOf(e.getMessage());
            return message.contains("PKIX")
                    || isForAnotherName(message)
                    || message.contains("Received fatal alert");
        } catch (IOException _) {
            return false;
        }
    }

    private static String tls(Target target, SSLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Unsupported or unrecognized SSL message")
                || message.contains("plaintext connection")) {
            return target.where() + " speaks no TLS: " + tryThis(target);
        }
        if (message.equals(Contact.UNANSWERED)) {
            return target.where()
                    + " took the connection and does not answer the TLS handshake: it hangs, or no"
                    + " TLS is spoken there; "
                    + tryThis(target);
        }
        if (message.contains("PKIX")) {
            return target.where()
                    + " has a certificate that nobody here vouches for: "
                    + ALL_THE_SAME
                    + ", --cacert FILE.pem takes those that one in this file vouches for";
        }
        if (isForAnotherName(message)) {
            return target.where()
                    + " has a certificate for another name than "
                    + target.host()
                    + ": "
                    + ALL_THE_SAME;
        }
        return "the TLS handshake with "
                + target.where()
                + " failed: "
                + Wording.printable(message);
    }

    private static boolean isForAnotherName(String message) {
        return message.contains("subject alternative") || message.contains("No name matching");
    }

    private static String unreachable(Asking asking, IOException e) {
        String where = asking.target.where();
        String message = Wording.printable(String.valueOf(e.getMessage()));
        return switch (e) {
            case SocketTimeoutException _ ->
                    where
                            + " has not answered to SYN for "
                            + asking.bounds.answer().toSeconds()
                            + " s: see whether the host is up and no firewall drops it";
            case NoRouteToHostException _ -> where + " cannot be reached from here: " + message;
            case ConnectException _ when !message.contains("timed out") ->
                    where + " refused the connection (RST in answer to SYN): nobody listens there";
            default -> where + " cannot be asked: " + message;
        };
    }
}
