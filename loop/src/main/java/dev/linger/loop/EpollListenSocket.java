package dev.linger.loop;

import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket by its descriptor. */
final class EpollListenSocket implements ListenSocket {
    private static final int CLOSED = -1;

    private final EpollPoller poller;
    private int descriptor;
    private boolean watched;
    private int interest;

    EpollListenSocket(EpollPoller poller, int descriptor) {
        this.poller = poller;
        this.descriptor = descriptor;
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return poller.calls.address(descriptor);
    }

    @Override
    public void watch(Watcher watcher) {
        poller.add(descriptor, watcher, Watcher.READ);
        watched = true;
        interest = Watcher.READ;
    }

    @Override
    public void listen(boolean on) {
        int wanted = on ? Watcher.READ : 0;
        if (watched && wanted != interest) {
            poller.change(descriptor, interest, wanted);
            interest = wanted;
        }
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        int accepted = descriptor == CLOSED ? TcpCalls.NOT_NOW : poller.calls.accept(descriptor);
        return accepted == TcpCalls.NOT_NOW
                ? null
                : new EpollStreamSocket(poller, accepted, poller.calls.accepted());
    }

    @Override
    public void close() {
        if (descriptor != CLOSED) {
            if (watched) {
                poller.forget(descriptor);
            }
            TcpCalls.close(descriptor);
            descriptor = CLOSED;
            watched = false;
        }
    }
}
