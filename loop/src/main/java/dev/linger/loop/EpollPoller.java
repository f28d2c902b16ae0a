package dev.linger.loop;

import dev.linger.linux.Epoll;
import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By epoll itself: on Linux, where native calls are allowed. It costs half the system calls of a
 * selector for a new connection, and no channel, key and lock for an idle one.
 */
final class EpollPoller implements Poller {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Epoll epoll = new Epoll();
    final TcpCalls calls = new TcpCalls();

    /** By descriptor. */
    private @Nullable Watcher[] watchers = new Watcher[256];

    /** Guarded by this: ringing a descriptor that is closed would ring a stranger's. */
    private boolean closed;

    EpollPoller() throws IOException {}

    @Override
    public void await(long nanos, Told told) throws IOException {
        tell(epoll.await(millis(nanos)), told);
    }

    /** Those who are ready take turns, so none is told of again and again before the others. */
    @Override
    public void lookAtAll(Told told) throws IOException {
        for (int at = 0; at < watchers.length; at += Epoll.MOST_EVENTS) {
            int count = epoll.await(0);
            tell(count, told);
            if (count < Epoll.MOST_EVENTS) {
                return;
            }
        }
    }

    private void tell(int count, Told told) {
        for (int i = 0; i < count; i++) {
            int descriptor = epoll.descriptor(i);
            // Another one may have it by now, closed and accepted in this turn: that one looks in
            // vain.
            Watcher watcher = descriptor < 0 ? null : watchers[descriptor];
            if (watcher != null) {
                told.ready(watcher, epoll.events(i));
            }
        }
    }

    private static int millis(long nanos) {
        if (nanos == 0 || nanos == Long.MAX_VALUE) {
            return nanos == 0 ? 0 : -1;
        }
        return (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_MILLI + 1);
    }

    @Override
    public synchronized void wake() {
        if (!closed) {
            epoll.wake();
        }
    }

    @Override
    public ListenSocket listen(InetSocketAddress at, int backlog, boolean shared)
            throws IOException {
        return new EpollListenSocket(this, calls.listen(at, backlog, shared));
    }

    @Override
    public InetSocketAddress free(InetSocketAddress at) throws IOException {
        return calls.free(at);
    }

    @Override
    public boolean sharesPorts() {
        return true;
    }

    void add(int descriptor, Watcher watcher, int operations) {
        if (descriptor >= watchers.length) {
            int length = Math.max(descriptor + 1, 2 * watchers.length);
            watchers = Arrays.copyOf(watchers, length);
        }
        watchers[descriptor] = watcher;
        if (operations != 0) {
            epoll.add(descriptor, operations);
        }
    }

    /** A broken connection shows whatever is looked for, so where nothing is, it is taken out. */
    void change(int descriptor, int before, int after) {
        if (before == 0) {
            epoll.add(descriptor, after);
        } else if (after == 0) {
            epoll.remove(descriptor);
        } else {
            epoll.change(descriptor, after);
        }
    }

    void forget(int descriptor) {
        watchers[descriptor] = null;
    }

    /** The same, unless the descriptor is another one's by now. */
    void forget(int descriptor, Watcher watcher) {
        if (watcher.equals(watchers[descriptor])) {
            watchers[descriptor] = null;
        }
    }

    @Override
    public List<Watcher> watchers() {
        List<Watcher> present = new ArrayList<>();
        for (Watcher watcher : watchers) {
            if (watcher != null) {
                present.add(watcher);
            }
        }
        return present;
    }

    @Override
    public synchronized void close() {
        for (int descriptor = 0; descriptor < watchers.length; descriptor++) {
            if (watchers[descriptor] != null) {
                TcpCalls.close(descriptor);
            }
        }
        closed = true;
        epoll.close();
    }
}
