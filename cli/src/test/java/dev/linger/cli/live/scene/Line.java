package dev.linger.cli.live.scene;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that says exactly what it is told, however impolite. */
public final class Line implements Closeable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;

    public Line(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    public static Socket narrow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(32768);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    public Line say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** A plain request for this path. */
    public Line get(String path) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\nHost: linger\r\n\r\n");
    }

    /** Reads one response with a {@code Content-Length}. */
    public Line hear() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended inside a response head");
            }
            head.write(next);
        }
        Matcher length = LENGTH.matcher(head.toString(StandardCharsets.ISO_8859_1));
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return this;
    }

    /** Reads until the server ends it, by FIN or by RST. */
    public Line hearOut() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketException reset) {
            return this;
        }
        return this;
    }

    /** Sends zeros until the server resets the connection. */
    public void sayUntilReset() throws IOException {
        byte[] zeros = new byte[1000];
        for (int bytes = 0; bytes < 1_000_000_000; bytes += zeros.length) {
            try {
                socket.getOutputStream().write(zeros);
            } catch (SocketException reset) {
                return;
            }
        }
        throw new IOException("the server took a gigabyte without a reset");
    }

    /** RST, by SO_LINGER 0. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
