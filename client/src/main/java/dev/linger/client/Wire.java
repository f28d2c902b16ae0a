package dev.linger.client;

import dev.linger.linux.Peek;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a connection does to its socket, on the thread of its caller. One reader and one writer at a
 * time.
 */
sealed interface Wire permits PlainWire, TlsWire {
    int ENDED = -1;

    /**
     * Waits for bytes and reads them; {@link #ENDED} after the server's FIN.
     *
     * @param millis longest wait; 0 is for ever
     * @throws java.net.SocketTimeoutException after that
     */
    int read(byte[] into, int from, int to, int millis) throws IOException;

    /** Reads what is there, without waiting; 0 where nothing is. */
    int readNow(byte[] into, int from, int to) throws IOException;

    /**
     * Whether an end that was read is the server's: under TLS it is where a closure alert came
     * before (RFC 9112, section 9.8).
     */
    boolean isEndCertain();

    /** From now on this tells whether anything is there. From any thread. */
    void peekBy(Peek peek);

    /**
     * Nothing is under way: what was written before was answered.
     *
     * @param by when the request is to be written (System.nanoTime), or {@link Waits#NEVER}
     */
    void exchangeBegins(long by);

    /** The rest of the request is to be written until then. */
    void sendBy(long by);

    /**
     * Writes, and waits while the server takes nothing.
     *
     * @param millis longest wait without progress
     * @return how many bytes were taken; fewer than all where the server began to speak meanwhile:
     *     the next write is to begin with those that were not
     * @throws java.net.SocketTimeoutException after that time, or where it would have to wait
     *     beyond the moment by which the request is to be written
     */
    int write(byte[] bytes, int from, int to, int millis) throws IOException;

    /** Whether bytes have come that nobody has read: then closing sends a RST instead of a FIN. */
    boolean hasUnread();

    /** Has {@link #close} send a RST: what is unsent is lost (socket(7), SO_LINGER). */
    void resetOnClose();

    /** Ends it: by FIN, or by RST where the peer may still be sending what nobody reads. */
    void close();

    SocketChannel channel();

    /** Null where no TLS is spoken. */
    @Nullable SSLSession session();

    /** Bytes given to the kernel since the connection began, ciphertext under TLS. */
    long written();
}
