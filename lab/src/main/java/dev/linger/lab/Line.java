package dev.linger.lab;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a connection in the hands of a script: it does what it is told, well-behaved or not.
 * What it waits for in vain for ten seconds, or as long as it is told, ends in an error. Not
 * thread-safe.
 */
public final class Line implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");

    private final Socket socket;
    private final InputStream in;
    private final Tally tally;
    private String heard = "";

    Line(Socket socket, Tally tally) throws IOException {
        this.socket = socket;
        this.tally = tally;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Line to(InetSocketAddress server, int receiveBytes, Tally tally) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(server, PATIENCE_MILLIS);
        return new Line(socket, tally);
    }

    // What a client says.

    /** Asks, as a client that keeps its connection. */
    public Line get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.1\r\nHost: lab\r\n\r\n");
    }

    /** Asks, and says that it will not ask again. */
    public Line getAndClose() throws IOException {
        return ask("GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n");
    }

    /** Begins a request of its own, which counts as one. */
    public Line ask(String text) throws IOException {
        tally.asked();
        return say(text);
    }

    /** Reads one answer to its end. */
    public Line hear() throws IOException {
        hearHead();
        heard += readBody(heard);
        tally.answered();
        return this;
    }

    /** Reads the head of an answer, and leaves its body where it is. */
    public Line hearHead() throws IOException {
        heard = head();
        if (heard.isEmpty()) {
            throw new EOFException("the server closed instead of an answer");
        }
        return this;
    }

    // What a server says.

    /** Reads a request to its end; false where the client's FIN comes instead. */
    public boolean hearRequest() throws IOException {
        heard = head();
        heard += readBody(heard);
        return !heard.isEmpty();
    }

    /** Reads the head of a request; false where the client's FIN comes instead. */
    public boolean hearRequestHead() throws IOException {
        heard = head();
        return !heard.isEmpty();
    }

    /**
     * The same, for no longer than this after the last byte.
     *
     * @throws SocketTimeoutException if it passes
     */
    public boolean hearRequest(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            return hearRequest();
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Answers with this body, on a connection that is kept. */
    public Line answer(String body) throws IOException {
        return answer("200 OK", body);
    }

    /** Answers, and says that it is the last answer on the connection. */
    public Line lastAnswer() throws IOException {
        return answer("200 OK\r\nConnection: close", "ok");
    }

    /** Answers with this status. */
    public Line answer(String status, String body) throws IOException {
        return say(
                "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    // What both do.

    /** Sends the text, a byte for each character. */
    public Line say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** What was read last. */
    public String heard() {
        return heard;
    }

    private String head() throws IOException {
        return until("\r\n\r\n");
    }

    private String until(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith(end)) {
            int one = in.read();
            if (one < 0 && bytes.size() > 0) {
                throw new EOFException("the end came after: " + bytes.toString(ISO_8859_1));
            }
            if (one < 0) {
                return "";
            }
            bytes.write(one);
        }
        return bytes.toString(ISO_8859_1);
    }

    private String readBody(String head) throws IOException {
        String fields = head.toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(fields);
        if (length.find()) {
            return new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
        }
        return fields.contains("transfer-encoding: chunked") ? until("0\r\n\r\n") : "";
    }

    /** Reads to the FIN of the opposite side, or its RST, and throws away what comes before. */
    public Line hearEnd() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return this; // a RST is an end, too
        }
        return this;
    }

    /**
     * The same, where it is to come after this time.
     *
     * @throws SocketTimeoutException if it has not come ten seconds later
     */
    public Line hearEnd(Duration after) throws IOException {
        socket.setSoTimeout((int) after.toMillis() + PATIENCE_MILLIS);
        return hearEnd();
    }

    /** Sends a FIN, and stays to read. */
    public Line halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Makes the kernel send a RST and forget the connection (SO_LINGER 0). */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Closes; where bytes lie unread, the kernel makes a RST of it. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
