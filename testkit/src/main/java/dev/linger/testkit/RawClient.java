package dev.linger.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A client that sends and reads bytes, not messages. What it waits for in vain ends in an error
 * that shows what came instead.
 */
public final class RawClient implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final ManualClock clock;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    private RawClient(Socket socket, ManualClock clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** Connects; what it does slowly is done by this clock. */
    public static RawClient connect(InetSocketAddress server, ManualClock clock)
            throws IOException {
        return connect(server, clock, 0);
    }

    /**
     * Connects with a receive buffer of its own.
     *
     * @param receiveBytes as for {@link Socket#setReceiveBufferSize}; 0 for the system's choice
     */
    public static RawClient connect(InetSocketAddress server, ManualClock clock, int receiveBytes)
            throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(server);
        return new RawClient(socket, clock);
    }

    /** One that speaks through this socket, which is connected: over TLS mostly. */
    public static RawClient of(Socket socket, ManualClock clock) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawClient(socket, clock);
    }

    /** Sends the text, a byte for each character. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    /** Sends the bytes. */
    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Misbehaves. */
    public RawClient does(Misbehaviour what) throws IOException {
        switch (what) {
            case Misbehaviour.Stall stall -> clock.advance(stall.time());
            case Misbehaviour.Trickle trickle -> {
                for (byte one : trickle.text().getBytes(ISO_8859_1)) {
                    send(new byte[] {one});
                    clock.advance(trickle.pause());
                }
            }
            case Misbehaviour.HalfClose _ -> socket.shutdownOutput();
            case Misbehaviour.Reset _ -> {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
            }
        }
        return this;
    }

    /** Reads until this text has come, and returns everything up to its end. */
    public String expect(String text) throws IOException {
        seen.reset();
        char last = text.charAt(text.length() - 1);
        int one;
        do {
            one = next(text);
            if (one < 0) {
                throw new IOException("waited for \"" + text + "\", the end came after: " + said());
            }
            seen.write(one);
        } while (one != last || !said().endsWith(text));
        return said();
    }

    private int next(String awaited) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (IOException e) {
            throw new IOException("waited for \"" + awaited + "\" after: " + said(), e);
        }
    }

    private String said() {
        return seen.toString(ISO_8859_1);
    }

    /** Reads this many bytes. */
    public byte[] read(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("the end came after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /** Reads to the server's FIN, and returns what came before it. */
    public String expectEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Reads to the server's RST, and returns how many bytes came before it. */
    public long expectReset() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] some = new byte[8192];
        long count = 0;
        try {
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                count += length;
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return count;
        }
        throw new IOException("waited for a RST, a FIN came after " + count + " bytes");
    }

    /** Its own port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Its own address. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Closes; with unread bytes this is a RST. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
