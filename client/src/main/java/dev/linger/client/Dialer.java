package dev.linger.client;

import dev.linger.linux.PortRange;
import dev.linger.linux.SocketFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens sockets: asks for the name each time, and tries its addresses in turns of the families, a
 * moment apart, until one answers (RFC 8305). Always on a virtual thread. Thread-safe.
 */
final class Dialer {
    /** RFC 8305, section 5: the recommended delay between two attempts. */
    private static final long NEXT_ATTEMPT_MILLIS = 250;

    /** How many ports of a source address are tried before it counts as used up. */
    private static final int MOST_PORTS_TRIED = 512;

    /** Where connections come from: an address, and the ports it may have. */
    record Source(InetAddress address, PortRange ports) {}

    private final @Nullable Source source;
    private final Names names = new Names();

    /** Those under way, which have no other owner yet. */
    private final Set<SocketChannel> opening = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * @param source null where the kernel chooses
     */
    Dialer(@Nullable Source source) {
        this.source = source;
    }

    /**
     * A socket that is this dialer's until it is {@link #had} or {@link #drop dropped}.
     *
     * @param millis longest time, names included; 0 for ever
     * @throws Names.Late if the name was not resolved by then
     * @throws SocketTimeoutException if nothing has answered by then
     */
    SocketChannel dial(String host, int port, int millis) throws IOException, InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            return dialHere(host, port, millis);
        }
        FutureTask<SocketChannel> task = new FutureTask<>(() -> dialHere(host, port, millis));
        Thread dialing = Thread.ofVirtual().name("linger-dial").start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            dialing.interrupt();
            Thread.startVirtualThread(() -> dropWhatIsHad(task));
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** It may have been there just when its caller was interrupted. */
    private void dropWhatIsHad(FutureTask<SocketChannel> task) {
        try {
            drop(task.get());
        } catch (InterruptedException | ExecutionException _) {
            // There is none.
        }
    }

    /** The socket has another owner now. */
    void had(SocketChannel channel) {
        opening.remove(channel);
    }

    /** Closes a socket that nobody wants. */
    void drop(SocketChannel channel) {
        opening.remove(channel);
        try {
            channel.close();
        } catch (IOException _) {
            // The descriptor is given back all the same.
        }
    }

    /** Ends what is under way; whoever waits for it gets an IOException. */
    void close() {
        closed = true;
        names.close();
        opening.forEach(this::drop);
    }

    private SocketChannel dialHere(String host, int port, int millis)
            throws IOException, InterruptedException {
        long by = Waits.by(millis);
        List<InetSocketAddress> addresses = addresses(host, port, by);
        return addresses.size() == 1
                ? connect(new Sockets(), addresses.getFirst(), Waits.left(by))
                : race(addresses, by);
    }

    /** The name's addresses, the families in turns (RFC 8305, section 4). */
    private List<InetSocketAddress> addresses(String host, int port, long by)
            throws IOException, InterruptedException {
        List<InetSocketAddress> first = new ArrayList<>();
        List<InetSocketAddress> other = new ArrayList<>();
        InetAddress[] all = names.of(host, by);
        for (InetAddress address : all) {
            boolean sameFamily = address instanceof Inet6Address == all[0] instanceof Inet6Address;
            (sameFamily ? first : other).add(new InetSocketAddress(address, port));
        }
        for (int i = 0; i < other.size(); i++) {
            first.add(Math.min(2 * i + 1, first.size()), other.get(i));
        }
        return first;
    }

    private SocketChannel connect(Sockets sockets, InetSocketAddress address, int millis)
            throws IOException {
        if (source == null) {
            return connect(sockets.open(), null, address, millis);
        }
        PortRange range = source.ports();
        int count = range.last() - range.first() + 1;
        int start = ThreadLocalRandom.current().nextInt(count);
        for (int i = 1; ; i++) {
            int port = range.first() + (start + i) % count;
            try {
                return connect(
                        sockets.open(),
                        new InetSocketAddress(source.address(), port),
                        address,
                        millis);
            } catch (BindException e) {
                if (i >= Math.min(count, MOST_PORTS_TRIED)) {
                    throw e;
                }
            }
        }
    }

    /**
     * From a port of our choice: the kernel, asked to choose one for an address before it knows the
     * destination, gives each port once. With SO_REUSEADDR a port serves each destination once,
     * which is what IP_BIND_ADDRESS_NO_PORT is for (ip(7)), an option that Java does not have.
     */
    private SocketChannel connect(
            SocketChannel channel,
            @Nullable InetSocketAddress from,
            InetSocketAddress address,
            int millis)
            throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (from != null) {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                bind(channel, from);
            }
            channel.socket().connect(address, millis);
            return channel;
        } catch (BindException e) {
            drop(channel);
            throw isLackOfPorts(e, from, address) ? e : refusedHere(e);
        } catch (IOException | RuntimeException e) {
            drop(channel);
            throw e;
        }
    }

    /**
     * Java has one exception for EADDRINUSE, EADDRNOTAVAIL and EACCES. The second one is a lack of
     * addresses, too: then a datagram socket, which needs none of TCP's ports, is refused as well.
     */
    static boolean isLackOfPorts(
            BindException e, @Nullable InetSocketAddress from, InetSocketAddress to) {
        return SocketFailure.ADDRESS_IN_USE.isOf(e)
                || (SocketFailure.NO_SUCH_ADDRESS.isOf(e) && hasAddressFor(from, to));
    }

    private static boolean hasAddressFor(@Nullable InetSocketAddress from, InetSocketAddress to) {
        try (DatagramChannel asking = DatagramChannel.open()) {
            if (from != null) {
                asking.bind(new InetSocketAddress(from.getAddress(), 0));
            }
            asking.connect(to);
            return true;
        } catch (IOException | RuntimeException _) {
            return false;
        }
    }

    private static SocketException refusedHere(BindException e) {
        SocketException refused =
                new SocketException(
                        SocketFailure.NO_SUCH_ADDRESS.isOf(e)
                                ? "this host has no address to connect from"
                                : "this host does not allow the connection ("
                                        + e.getMessage()
                                        + ")");
        refused.initCause(e);
        return refused;
    }

    private static void bind(SocketChannel channel, InetSocketAddress from) throws IOException {
        try {
            channel.bind(from);
        } catch (BindException e) {
            if (SocketFailure.NO_SUCH_ADDRESS.isOf(e)) {
                throw new SocketException(
                        "the local address "
                                + from.getAddress().getHostAddress()
                                + " is none of this host's");
            }
            throw e;
        }
    }

    /** The sockets of attempts that race; at most one of them is wanted in the end. */
    private final class Sockets {
        private final List<SocketChannel> opened = new ArrayList<>();
        private boolean over;

        synchronized SocketChannel open() throws IOException {
            if (over) {
                throw new ConnectException("another address was faster");
            }
            SocketChannel channel = SocketChannel.open();
            opened.add(channel);
            opening.add(channel);
            if (closed) {
                drop(channel);
            }
            return channel;
        }

        synchronized void closeAllBut(@Nullable SocketChannel winner) {
            over = true;
            opened.remove(winner);
            opened.forEach(Dialer.this::drop);
        }
    }

    /** The one that answers first; the next one is tried after a moment, or once one has failed. */
    SocketChannel race(List<InetSocketAddress> addresses, long by)
            throws IOException, InterruptedException {
        BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
        Sockets sockets = new Sockets();
        @Nullable SocketChannel winner = null;
        @Nullable IOException failure = null;
        try {
            int started = 0;
            int failed = 0;
            while (winner == null && failed < addresses.size()) {
                if (started < addresses.size()) {
                    start(addresses.get(started), Waits.left(by), sockets, ended);
                    started++;
                }
                long left = by == Waits.NEVER ? Long.MAX_VALUE : Waits.left(by);
                Attempt attempt =
                        ended.poll(
                                started < addresses.size()
                                        ? Math.min(left, NEXT_ATTEMPT_MILLIS)
                                        : left,
                                TimeUnit.MILLISECONDS);
                winner = attempt == null ? null : attempt.channel();
                if (attempt != null && attempt.failure() != null) {
                    failure = worthier(failure, attempt.failure());
                    failed++;
                }
            }
        } finally {
            sockets.closeAllBut(winner);
        }
        if (winner == null) {
            throw failure == null ? new ConnectException("no address") : failure;
        }
        return winner;
    }

    private static IOException worthier(@Nullable IOException known, IOException next) {
        return known != null && worth(known) > worth(next) ? known : next;
    }

    /** What came of an address tells more than what was missing here, and ports may come back. */
    private static int worth(IOException failure) {
        if (failure instanceof ConnectException || failure instanceof SocketTimeoutException) {
            return 2;
        }
        return failure instanceof BindException ? 1 : 0;
    }

    /** One of both is null. */
    private record Attempt(@Nullable SocketChannel channel, @Nullable IOException failure) {}

    private void start(
            InetSocketAddress address, int millis, Sockets sockets, BlockingQueue<Attempt> ended) {
        Thread.ofVirtual()
                .name("linger-dial")
                .start(() -> {
                    try {
                        ended.add(new Attempt(connect(sockets, address, millis), null));
                    } catch (IOException e) {
                        ended.add(new Attempt(null, e));
                    } catch (RuntimeException e) {
                        ended.add(new Attempt(null, new IOException(e)));
                    }
                });
    }
}
