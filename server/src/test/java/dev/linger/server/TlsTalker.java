package dev.linger.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSession;

/** A client that says TLS's own things when it is told to, and its socket's apart from them. */
final class TlsTalker implements Closeable {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int BYTES = 40_000;

    private ByteBuffer heldBack = NOTHING;

    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer received = ByteBuffer.allocate(BYTES).flip();
    private final StringBuilder heard = new StringBuilder();
    private final int piece;
    private final int most;
    private int sent;

    private TlsTalker(Socket socket, SSLEngine engine, int piece, int most) {
        this.socket = socket;
        this.engine = engine;
        this.piece = piece;
        this.most = most;
    }

    /** Shakes hands in this version. */
    static TlsTalker connect(InetSocketAddress server, String version) throws IOException {
        return connect(server, version, Trusting.CLIENT);
    }

    static TlsTalker connect(InetSocketAddress server, String version, SSLContext context)
            throws IOException {
        return connect(server, version, context, BYTES, Integer.MAX_VALUE);
    }

    /**
     * @param piece sends no more bytes than these at a time
     * @param most has sent all that it ever will once these are sent, in mid handshake
     */
    static TlsTalker connect(
            InetSocketAddress server, String version, SSLContext context, int piece, int most)
            throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        SSLEngine engine = context.createSSLEngine("localhost", server.getPort());
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        TlsTalker talker = new TlsTalker(socket, engine, piece, most);
        talker.shakeHands();
        return talker;
    }

    /** Gives the handshake up once it is encrypted, and sends no FIN. */
    static TlsTalker giveUp(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        SSLEngine engine = Trusting.CLIENT.createSSLEngine("localhost", server.getPort());
        engine.setUseClientMode(true);
        TlsTalker talker = new TlsTalker(socket, engine, BYTES, Integer.MAX_VALUE);
        talker.wrap(NOTHING, false);
        while (engine.getHandshakeStatus() != HandshakeStatus.NEED_TASK) {
            talker.hear();
        }
        engine.getDelegatedTask().run();
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            talker.wrap(NOTHING, false);
        }
        return talker;
    }

    private void shakeHands() throws IOException {
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && sent < most) {
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(NOTHING, false);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> hear();
                case FINISHED, NOT_HANDSHAKING -> {}
            }
            status = engine.getHandshakeStatus();
        }
    }

    SSLSession session() {
        return engine.getSession();
    }

    Socket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        wrap(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), false);
    }

    /** Its record is held back, but for so many bytes. */
    void sendBeginOf(String text, int bytes) throws IOException {
        ByteBuffer net = ByteBuffer.allocate(BYTES);
        engine.wrap(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), net);
        heldBack = net.flip();
        sendOn(bytes);
    }

    /** Sends so many more of the bytes that were held back, or all. */
    void sendOn(int bytes) throws IOException {
        byte[] next = new byte[Math.min(bytes, heldBack.remaining())];
        heldBack.get(next);
        socket.getOutputStream().write(next);
    }

    /** With one bit of the record's end turned. */
    void sendChanged(String text) throws IOException {
        wrap(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), true);
    }

    /** Sends close_notify, and no FIN. */
    void sayClose() throws IOException {
        engine.closeOutbound();
        wrap(NOTHING, false);
    }

    private void wrap(ByteBuffer plain, boolean changed) throws IOException {
        ByteBuffer net = ByteBuffer.allocate(BYTES);
        engine.wrap(plain, net);
        if (changed) {
            int last = net.position() - 1;
            net.put(last, (byte) (net.get(last) ^ 1));
        }
        for (int at = 0; at < net.position() && sent < most; at += piece) {
            int count = Math.min(Math.min(piece, net.position() - at), most - sent);
            socket.getOutputStream().write(net.array(), at, count);
            sent += count;
        }
    }

    /** Bytes on the wire. */
    int sent() {
        return sent;
    }

    /** Hears until this has been said, and returns all that was said before. */
    String expect(String text) throws IOException {
        while (heard.indexOf(text) < 0) {
            if (!hear()) {
                throw new IOException("waited for \"" + text + "\" after: " + heard);
            }
        }
        String said = heard.toString();
        heard.setLength(0);
        return said;
    }

    /** Hears to the end; returns whether the end was announced. */
    boolean hearsClose() throws IOException {
        boolean more;
        do {
            more = hear();
        } while (more);
        return engine.isInboundDone();
    }

    /** Returns whether there is more to hear. */
    private boolean hear() throws IOException {
        ByteBuffer plain = ByteBuffer.allocate(BYTES);
        SSLEngineResult result = engine.unwrap(received, plain);
        heard.append(new String(plain.array(), 0, plain.position(), ISO_8859_1));
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            return false;
        }
        return result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW || receive();
    }

    private boolean receive() throws IOException {
        received.compact();
        int count;
        try {
            count =
                    socket.getInputStream()
                            .read(received.array(), received.position(), received.remaining());
        } catch (SocketException reset) {
            count = -1;
        }
        received.position(received.position() + Math.max(0, count)).flip();
        return count > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
