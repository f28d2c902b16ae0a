package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connected TCP socket of a loop. It never blocks. One thread at a time may write, whichever that
 * is; all else is done on the loop's thread.
 */
public interface StreamSocket {
    /** The other end. */
    InetSocketAddress opposite();

    /** This end; null where the connection is gone. On the loop's thread. */
    @Nullable InetSocketAddress local();

    /**
     * Has the watcher told.
     *
     * @param operations of {@link Watcher}
     */
    void watch(Watcher watcher, int operations) throws IOException;

    /** Whether the watcher is told of this operation. */
    void interest(int operation, boolean on);

    /**
     * Reads what has come.
     *
     * @param at where the bytes go, in what there is room for up to its end
     * @return number of bytes; -1 at the end of the stream
     * @throws NoRouteToHostException if the opposite side answers no more, where the system tells
     * @throws IOException if the connection is broken
     */
    int read(byte[] into, int at) throws IOException;

    /**
     * Writes what the socket takes.
     *
     * @return bytes taken
     * @throws NoRouteToHostException as {@link #read}
     * @throws IOException if the connection is broken
     */
    int write(ByteBuffer bytes) throws IOException;

    /**
     * The same, of the last bytes, behind which the FIN must follow at once: where the system can,
     * it sends both in one segment, so that no answer to these bytes comes before it.
     */
    default int writeLast(ByteBuffer bytes) throws IOException {
        return write(bytes);
    }

    /**
     * Writes a part of a file, as much as the socket takes.
     *
     * @return bytes taken
     * @throws UnreadableFileException if the file cannot be read
     * @throws IOException if the connection is broken
     */
    long transfer(FileChannel file, long from, long count) throws IOException;

    /** Sends a FIN; the opposite side may still send. */
    void finish();

    /** Closes; unread bytes make it a reset. */
    void close();

    /** Closes with a reset, whatever is unsent is lost. */
    void reset();

    /** Lets it go from this loop: a channel that blocks, and that is its new owner's to close. */
    ByteChannel release() throws IOException;

    /** Bytes and FIN that the opposite side has not acknowledged; -1 where that cannot be known. */
    long unacknowledged();

    /**
     * Whether a RST has come behind the opposite side's FIN, where reading tells nothing any more;
     * false where that cannot be known. It is told once.
     */
    boolean isReset();
}
