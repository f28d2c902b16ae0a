package dev.linger.server.jdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** A conversation over a socket of its own, byte by byte. */
final class Talk {
    private static final int PATIENCE_MILLIS = 20_000;

    private Talk() {}

    /** Sends this and nothing more; returns all that comes. */
    static String with(HttpServer server, String sent) throws IOException {
        try (Socket socket = connect(server)) {
            socket.getOutputStream().write(sent.getBytes(ISO_8859_1));
            socket.shutdownOutput();
            return rest(socket);
        }
    }

    static Socket connect(HttpServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getAddress().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** What comes until the end; a reset is an end as well. */
    static String rest(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] space = new byte[8192];
        try {
            int count = socket.getInputStream().read(space);
            while (count >= 0) {
                all.append(new String(space, 0, count, ISO_8859_1));
                count = socket.getInputStream().read(space);
            }
        } catch (SocketException e) {
            return all + "(reset)";
        }
        return all.toString();
    }

    /** Reads one response whose length its head tells, and leaves the connection open. */
    static String answer(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int one = socket.getInputStream().read();
            if (one < 0) {
                return head.toString();
            }
            head.append((char) one);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length: ");
        int length =
                at < 0 ? 0 : Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at)));
        return head + new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
    }
}
