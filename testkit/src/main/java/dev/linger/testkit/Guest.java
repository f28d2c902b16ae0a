package dev.linger.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection of a {@link RawServer}, from the server's side. */
public final class Guest implements Closeable {
    private static final Pattern LENGTH = Pattern.compile("content-length: *(\\d+)");

    private final Socket socket;
    private final int number;
    private InputStream in = InputStream.nullInputStream();
    private String request = "";

    Guest(Socket socket, int number) {
        this.socket = socket;
        this.number = number;
    }

    Socket socket() {
        return socket;
    }

    /** In the order in which they were accepted, from 1. */
    public int number() {
        return number;
    }

    private InputStream in() throws IOException {
        if (!(in instanceof BufferedInputStream)) {
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }
        return in;
    }

    /** Reads a request to its end; false where the client's FIN comes instead. */
    public boolean awaitRequest() throws IOException {
        String head = head();
        if (head.isEmpty()) {
            return false;
        }
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        if (length.find()) {
            request = head + text(in().readNBytes(Integer.parseInt(length.group(1))));
        } else if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            request = head + until("0\r\n\r\n");
        } else {
            request = head;
        }
        return true;
    }

    /** Reads the head of a request; empty where the client's FIN comes instead. */
    public String head() throws IOException {
        return until("\r\n\r\n");
    }

    private String until(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith(end)) {
            int one = in().read();
            if (one < 0 && bytes.size() > 0) {
                throw new EOFException("the client closed after: " + bytes.toString(ISO_8859_1));
            }
            if (one < 0) {
                return "";
            }
            bytes.write(one);
        }
        return bytes.toString(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** The request read last, as it came. */
    public String request() {
        return request;
    }

    /** Reads this many bytes and returns how many came. */
    public int read(int count) throws IOException {
        return in().readNBytes(count).length;
    }

    /** Sends the text, a byte for each character. */
    public Guest send(String text) throws IOException {
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends a response with this body and its length. */
    public Guest answer(String body) throws IOException {
        return send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Misbehaves. */
    public Guest does(Misbehaviour what) throws IOException, InterruptedException {
        switch (what) {
            case Misbehaviour.Stall stall -> Thread.sleep(stall.time());
            case Misbehaviour.Trickle trickle -> {
                for (char one : trickle.text().toCharArray()) {
                    send(String.valueOf(one));
                    Thread.sleep(trickle.pause());
                }
            }
            case Misbehaviour.HalfClose _ -> socket.shutdownOutput();
            case Misbehaviour.Reset _ -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        return this;
    }

    /** Waits for the next byte for at most this long; then false. The byte stays to be read. */
    public boolean awaitByte(Duration time) throws IOException {
        InputStream bytes = in();
        socket.setSoTimeout((int) time.toMillis());
        bytes.mark(1);
        try {
            int one = bytes.read();
            bytes.reset();
            return one >= 0;
        } catch (java.net.SocketTimeoutException _) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Waits until bytes have come, and leaves them where they are, in the kernel. */
    public void awaitUnread() throws IOException, InterruptedException {
        while (socket.getInputStream().available() == 0) {
            Thread.sleep(1);
        }
    }

    /** Passes bytes on in both directions, until one of both ends. */
    public void relay(Socket onwards) throws IOException {
        Thread.ofVirtual()
                .start(() -> {
                    try (socket) {
                        onwards.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException _) {
                        // One of both has ended.
                    }
                });
        in().transferTo(onwards.getOutputStream());
    }

    /** Waits for the client's FIN or RST. */
    public void awaitEnd() throws IOException {
        in().transferTo(OutputStream.nullOutputStream());
    }

    /** Closes; with unread bytes this is a RST. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
