package dev.linger.server;

import dev.linger.loop.UnreadableFileException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a connection does to its socket. Writing is done by the one who answers, handler's thread or
 * loop; all else by the loop's thread.
 */
interface Wire {
    /** Begins to be told of what comes. */
    void open(Connection opened) throws IOException;

    /** Whose socket it is, once it is open. */
    Connection connection();

    /**
     * Writes what the socket takes without waiting. What is not taken has to be given again, and
     * nothing else before it, unless nothing follows at all.
     *
     * @return bytes taken
     * @throws IOException if the connection is broken
     */
    int write(ByteBuffer bytes) throws IOException;

    /**
     * Writes a part of a file, as much as the socket takes without waiting.
     *
     * @return bytes taken
     * @throws UnreadableFileException if the file cannot be read
     * @throws IOException if the connection is broken
     */
    long transfer(FileChannel file, long from, long count) throws IOException;

    /**
     * Whether bytes that come are to be told. The end of the stream is only seen while they are.
     */
    void listen(boolean on);

    /** Asks to be told once when the socket takes bytes again. From any thread. */
    void tellWhenWritable();

    /** Sends a FIN, over TLS after a close_notify; the opposite side may still send. */
    void finish();

    /** Closes; unread bytes make it a reset. */
    void close();

    /** Closes with a reset, whatever is unsent is lost. */
    void reset();

    /**
     * Lets the socket go and gives it to the action, as a channel that blocks.
     *
     * @throws IOException if it cannot be let go; then it is nobody's
     */
    void handOver(Consumer<ByteChannel> taken) throws IOException;

    /** This end; null where the connection is gone. On the loop's thread. */
    @Nullable InetSocketAddress local();

    /** Bytes and FIN that the opposite side has not acknowledged; -1 where that cannot be known. */
    long unacknowledged();

    /** Whether the client's RST has come behind its FIN, as far as that can be known; told once. */
    boolean isReset();

    /** What TLS has agreed on; null without TLS, and before. */
    @Nullable SSLSession session();
}
