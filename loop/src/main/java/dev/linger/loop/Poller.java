package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Where a loop waits for its sockets. */
interface Poller {
    /** Is given who is ready. */
    interface Told {
        void ready(Watcher watcher, int operations);
    }

    /**
     * Waits.
     *
     * @param nanos at most; 0 only looks, {@link Long#MAX_VALUE} waits for ever
     */
    void await(long nanos, Told told) throws IOException;

    /** Tells of each socket that is ready now, without waiting. */
    void lookAtAll(Told told) throws IOException;

    /** Ends the present wait, or else the next. From any thread. */
    void wake();

    /** Opens a listening socket whose connections are watched here. */
    ListenSocket listen(InetSocketAddress at, int backlog, boolean shared) throws IOException;

    /** The address, or one with a free port where its port is 0, if nobody listens there. */
    InetSocketAddress free(InetSocketAddress at) throws IOException;

    /** Whether more than one loop may listen on one port (SO_REUSEPORT). */
    boolean sharesPorts() throws IOException;

    /** Who is told of the sockets watched now. */
    List<Watcher> watchers();

    /** Closes every socket that is watched. */
    void close() throws IOException;
}
