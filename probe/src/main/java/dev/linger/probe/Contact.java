package dev.linger.probe;

import dev.linger.http.Framing;
import dev.linger.http.KeepOrClose;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import dev.linger.http.Violation;
import dev.linger.life.Side;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the server, whose ends and answers are seen with their times. It is a socket of
 * its own and no pool's, since a pool would answer the server's FIN. One thread at a time.
 */
final class Contact implements Closeable {
    private static final int IN_BYTES = 16 << 10;
    private static final int SHOWN = 512;

    /** Of one answer: it is asked for often, and a probe is to be polite. */
    static final long MOST_BYTES = 1 << 20;

    /** From a server's farewell to its FIN or RST: longer than most round trips. */
    private static final int FAREWELL_MILLIS = 400;

    /** Says that a server took the connection, and was silent when TLS was spoken. */
    static final String UNANSWERED = "the TLS handshake was not answered";

    /** The connection itself. */
    private final Socket tcp;

    /** What is read and written: the connection, or TLS on it. */
    private final Socket socket;

    private final MessageReader reader =
            MessageReader.responses(Strictness.LENIENT, Limits.forCaptures());
    private final byte[] in = new byte[IN_BYTES];
    private int from;
    private int to;
    private @Nullable Ending ending;

    /** When it was ready for a request (System.nanoTime). */
    final long readyAt;

    /** What the TCP handshake took. */
    final long connectNanos;

    private Contact(Socket tcp, Socket socket, long connectNanos) {
        this.tcp = tcp;
        this.socket = socket;
        this.connectNanos = connectNanos;
        this.readyAt = System.nanoTime();
    }

    static Contact open(Target target, Duration patience) throws IOException {
        int millis = (int) Math.max(1, patience.toMillis());
        Socket tcp = new Socket();
        try {
            tcp.setTcpNoDelay(true);
            long began = System.nanoTime();
            tcp.connect(target.address(), millis);
            long connected = System.nanoTime() - began;
            Socket spoken = target.isSecure() ? secured(tcp, target, millis) : tcp;
            return new Contact(tcp, spoken, connected);
        } catch (IOException | RuntimeException e) {
            tcp.close();
            throw e;
        }
    }

    private static Socket secured(Socket tcp, Target target, int millis) throws IOException {
        String name = target.tlsName();
        SSLSocket tls =
                (SSLSocket)
                        target.context()
                                .getSocketFactory()
                                .createSocket(tcp, name, target.address().getPort(), false);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (!name.matches("[0-9.]+|.*:.*")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(millis);
        try {
            tls.startHandshake();
        } catch (SocketTimeoutException e) {
            throw new SSLException(UNANSWERED, e);
        }
        return tls;
    }

    /** Sends these bytes. A server that has closed shows by an exception, at once or later. */
    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends our FIN, behind TLS's farewell where TLS is spoken, and goes on reading. */
    void halfClose() throws IOException {
        if (socket instanceof SSLSocket) {
            socket.shutdownOutput();
        }
        tcp.shutdownOutput();
    }

    /**
     * Sends bytes that come too late. Under TLS they go past it: TLS 1.2 sends nothing after the
     * server's farewell, and a server that has closed asks for no record's meaning.
     */
    void sendLate(String text) throws IOException {
        tcp.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a request and hears the answer. */
    Heard ask(Request request, Duration patience) throws IOException {
        try {
            send(request.text());
        } catch (IOException e) {
            refuseIfStopped(e);
            return afterFailedWrite(request);
        }
        return hear(request, patience);
    }

    /** What was read before the RST is still worth hearing. */
    private Heard afterFailedWrite(Request request) throws IOException {
        Heard heard = hear(request, Duration.ofMillis(100));
        return heard instanceof Heard.Silence
                ? new Heard.Ended(new Ending(Ending.How.RESET, System.nanoTime()), 0, 0)
                : heard;
    }

    /** Hears the final answer to a request that was sent. */
    Heard hear(Request request, Duration patience) throws IOException {
        long by = System.nanoTime() + patience.toNanos();
        reader.answers(request.method());
        long firstByteAt = from < to ? System.nanoTime() : 0;
        StringBuilder body = new StringBuilder();
        StringBuilder all = new StringBuilder();
        ResponseHead head = null;
        KeepOrClose then = null;
        long bytes = (long) to - from;
        while (true) {
            from = reader.read(in, from, to);
            switch (reader.event()) {
                case HEAD -> {
                    head = reader.responseHead().copy();
                    then = KeepOrClose.after(request.asksClose(), head, reader.framing());
                }
                case BODY -> show(body, reader.bodyFrom(), reader.bodyTo());
                case END -> {
                    if (!Objects.requireNonNull(head).isInterim()) {
                        return answer(head, firstByteAt, request, then, body, false);
                    }
                }
                case FAULT -> {
                    return garbage(all);
                }
                case NEED_MORE -> {
                    int count = bytes > MOST_BYTES ? 0 : receive(by);
                    if (count == 0) {
                        return new Heard.Silence(status(head), bytes);
                    }
                    if (count < 0) {
                        return afterEnd(head, firstByteAt, request, then, body, bytes);
                    }
                    bytes += count;
                    firstByteAt = firstByteAt == 0 ? System.nanoTime() : firstByteAt;
                    show(all, from, to);
                }
            }
        }
    }

    private Heard afterEnd(
            @Nullable ResponseHead head,
            long firstByteAt,
            Request request,
            @Nullable KeepOrClose then,
            StringBuilder body,
            long bytes) {
        boolean untilClose = head != null && reader.framing() instanceof Framing.UntilClose;
        Ending seen = Objects.requireNonNull(ending);
        return head != null && untilClose && seen.how() == Ending.How.FIN
                ? answer(head, firstByteAt, request, then, body, true)
                : new Heard.Ended(seen, status(head), bytes);
    }

    private static int status(@Nullable ResponseHead head) {
        return head == null ? 0 : head.status();
    }

    private static Heard answer(
            ResponseHead head,
            long firstByteAt,
            Request request,
            @Nullable KeepOrClose then,
            StringBuilder body,
            boolean ended) {
        boolean old = request.minorVersion() == 0 || head.minorVersion() == 0;
        boolean keeps = then instanceof KeepOrClose.Keep && (!old || head.saysKeepAlive());
        return new Heard.Answer(
                head, firstByteAt, System.nanoTime(), keeps && !ended, ended, body.toString());
    }

    private Heard garbage(StringBuilder all) {
        Violation fault = reader.fault();
        return new Heard.Garbage(
                fault == null
                        ? "what came is no response"
                        : fault.describe(Side.SERVER, reader.faultAt()),
                all.toString());
    }

    private void show(StringBuilder text, int begin, int end) {
        int room = Math.min(end - begin, SHOWN - text.length());
        if (room > 0) {
            text.append(new String(in, begin, room, StandardCharsets.ISO_8859_1));
        }
    }

    /** Number of bytes; 0 after that time, -1 at the connection's end. */
    private int receive(long by) throws IOException {
        if (ending != null) {
            return -1;
        }
        long millis = (by - System.nanoTime() + 999_999) / 1_000_000;
        if (millis <= 0) {
            return 0;
        }
        try {
            socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
            int count = socket.getInputStream().read(in);
            if (count >= 0) {
                from = 0;
                to = count;
                return count;
            }
            long at = System.nanoTime();
            ending = new Ending(underneath(), at);
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (EOFException e) {
            ending = new Ending(Ending.How.FIN, System.nanoTime()); // TLS without its farewell
        } catch (IOException e) {
            refuseIfStopped(e);
            ending = new Ending(Ending.How.RESET, System.nanoTime());
        }
        return -1;
    }

    /**
     * What follows TLS's farewell: a reset destroys what was not read, whatever was said before. In
     * TLS 1.2 the JDK answers the farewell, and such a reset may be the answer to that.
     */
    private Ending.How underneath() throws IOException {
        if (!(socket instanceof SSLSocket tls)
                || !tls.getSession().getProtocol().equals("TLSv1.3")) {
            return Ending.How.FIN;
        }
        try {
            tcp.setSoTimeout(FAREWELL_MILLIS);
            int count = 1;
            while (count > 0) {
                count = tcp.getInputStream().read(in);
            }
        } catch (SocketTimeoutException e) {
            return Ending.How.FIN; // nothing more can be asked there
        } catch (IOException e) {
            refuseIfStopped(e);
            return Ending.How.RESET;
        }
        return Ending.How.FIN;
    }

    /** A socket that was closed here, because the probe is stopped, says nothing of the server. */
    private void refuseIfStopped(IOException e) throws IOException {
        if (tcp.isClosed() || Thread.currentThread().isInterrupted()) {
            throw e;
        }
    }

    /** Waits for the connection's end; bytes that come are thrown away. */
    Ending awaitEnd(long by) throws IOException {
        from = to;
        int count = 1;
        while (count > 0) {
            count = receive(by);
        }
        from = to;
        return ending == null ? new Ending(Ending.How.OPEN, System.nanoTime()) : ending;
    }

    @Override
    public void close() throws IOException {
        // Without TLS's farewell: it would wait for whoever is writing, and a probe may be stopped.
        tcp.close();
    }
}
