package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket of a loop. On the loop's thread, once the loop runs. */
public interface ListenSocket {
    /** Where it listens. */
    InetSocketAddress address() throws IOException;

    /** Has the watcher told when connections wait. */
    void watch(Watcher watcher) throws IOException;

    /** Whether the watcher is told; connections wait in the kernel meanwhile. */
    void listen(boolean on);

    /**
     * Takes a connection that waits, with TCP_NODELAY and SO_KEEPALIVE on.
     *
     * @return null where none waits
     * @throws IOException if none can be taken, out of descriptors mostly
     */
    @Nullable StreamSocket accept() throws IOException;

    /** Listens no more. */
    void close() throws IOException;
}
