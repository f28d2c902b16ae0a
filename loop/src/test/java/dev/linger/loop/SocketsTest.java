package dev.linger.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same claims of both ways to wait for sockets. */
@SuppressWarnings("NullAway.Init")
class SocketsTest {
    private static final InetSocketAddress LOOPBACK =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    enum Way {
        SELECTOR,
        EPOLL;

        Poller poller() throws IOException {
            return this == SELECTOR ? new NioPoller() : new EpollPoller();
        }
    }

    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    private volatile @Nullable RuntimeException breaks;
    private EventLoop loop;
    private ListenSocket listener;
    private Socket client;
    private StreamSocket server;

    private void tell(int operations) {
        if (breaks != null) {
            throw breaks;
        }
        told.add(operations);
    }

    private Watcher watcher(IntConsumer ready) {
        return new Watcher() {
            @Override
            public void ready(int operations) {
                ready.accept(operations);
            }

            @Override
            public void giveUp(Throwable fault) {
                faults.add(fault);
                server.reset();
            }
        };
    }

    /** A client and its connection, accepted and watched on the loop. */
    private void connect(Way way) throws Exception {
        loop = new EventLoop("test", System::nanoTime, way.poller(), failures::add);
        listener = loop.listen(LOOPBACK, 10, false);
        CompletableFuture<StreamSocket> accepted = new CompletableFuture<>();
        listener.watch(
                watcher(_ -> {
                    try {
                        StreamSocket socket = listener.accept();
                        if (socket != null) {
                            socket.watch(watcher(this::tell), 0);
                            accepted.complete(socket);
                        }
                    } catch (IOException e) {
                        accepted.completeExceptionally(e);
                    }
                }));
        loop.start();
        client = new Socket();
        client.connect(listener.address());
        client.setSoTimeout(10_000);
        server = accepted.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        loop.stop();
        assertTrue(loop.join(10_000));
        assertEquals(List.of(), List.copyOf(failures));
    }

    private <T> T onLoop(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        loop.execute(task);
        return task.get(10, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable task) throws Exception {
        onLoop(() -> {
            task.run();
            return null;
        });
    }

    /** Waits until the socket is ready. */
    private void await(int operation) throws Exception {
        onLoop(() -> server.interest(operation, true));
        Integer ready = told.poll(10, TimeUnit.SECONDS);
        assertTrue(ready != null && (ready & operation) != 0, "told " + ready);
        onLoop(() -> server.interest(operation, false));
        told.clear();
    }

    private byte @Nullable [] read() throws Exception {
        await(Watcher.READ);
        byte[] space = new byte[100];
        int count = onLoop(() -> server.read(space, 0));
        return count < 0 ? null : Arrays.copyOf(space, count);
    }

    @ParameterizedTest
    @EnumSource
    void bytesGoBothWaysUntilTheEnd(Way way) throws Exception {
        connect(way);
        assertEquals(client.getLocalPort(), server.opposite().getPort());
        assertEquals(client.getLocalAddress(), server.opposite().getAddress());
        client.getOutputStream().write(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, read());
        assertEquals(0, onLoop(() -> server.read(new byte[10], 0)));
        assertEquals(2, server.write(ByteBuffer.wrap(new byte[] {9, 4, 5}, 1, 2)));
        assertArrayEquals(new byte[] {4, 5}, client.getInputStream().readNBytes(2));
        client.shutdownOutput();
        assertNull(read());
        onLoop(server::finish);
        assertEquals(-1, client.getInputStream().read());
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenStopsWhereTheClientReadsNothing(Way way) throws Exception {
        connect(way);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);
        long taken = 0;
        int more;
        do {
            much.clear();
            more = server.write(much);
            taken += more;
        } while (more > 0);
        if (way == Way.EPOLL) {
            assertTrue(onLoop(server::unacknowledged) > 0);
        }
        client.getInputStream().readNBytes((int) taken);
        await(Watcher.WRITE);
        assertTrue(server.write(much) > 0);
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void aResetIsToldAndGiven(Way way) throws Exception {
        connect(way);
        onLoop(server::reset);
        assertThrows(SocketException.class, () -> client.getInputStream().read());
        connectAgain(way);
        client.setSoLinger(true, 0);
        client.close();
        await(Watcher.READ);
        assertThrows(Exception.class, () -> onLoop(() -> server.read(new byte[10], 0)));
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void whoFailsWhenItIsToldMayEndItsSocket(Way way) throws Exception {
        connect(way);
        RuntimeException fault = new IllegalStateException("by intent");
        breaks = fault;
        onLoop(() -> server.interest(Watcher.READ, true));
        client.getOutputStream().write(1);
        assertSame(fault, faults.poll(10, TimeUnit.SECONDS));
        assertThrows(SocketException.class, () -> client.getInputStream().readNBytes(1));
        assertSame(fault, failures.poll(10, TimeUnit.SECONDS));
    }

    private void connectAgain(Way way) throws Exception {
        stop();
        connect(way);
    }

    @ParameterizedTest
    @EnumSource
    void aClosedSocketRefusesToWriteAndReadsNothing(Way way) throws Exception {
        connect(way);
        onLoop(server::close);
        onLoop(server::close);
        assertThrows(
                ClosedChannelException.class, () -> server.write(ByteBuffer.wrap(new byte[1])));
        assertEquals(0, onLoop(() -> server.read(new byte[10], 0)));
        assertEquals(-1, client.getInputStream().read());
    }

    @ParameterizedTest
    @EnumSource
    void aPartOfAFileIsSent(Way way, @TempDir Path folder) throws Exception {
        connect(way);
        byte[] content = new byte[200_000];
        new Random(7).nextBytes(content);
        Path file = Files.write(folder.resolve("file"), content);
        CompletableFuture<byte[]> received =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.getInputStream().readNBytes(150_000);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        try (FileChannel channel = FileChannel.open(file)) {
            long sent = 0;
            while (sent < 150_000) {
                sent += server.transfer(channel, 1000 + sent, 150_000 - sent);
            }
        }
        assertArrayEquals(
                Arrays.copyOfRange(content, 1000, 151_000), received.get(10, TimeUnit.SECONDS));
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotWantedIsNotToldThoughTheConnectionBreaks(Way way) throws Exception {
        connect(way);
        client.setSoLinger(true, 0);
        client.close();
        onLoop(() -> {});
        onLoop(() -> {});
        assertEquals(0, told.size());
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void aReleasedSocketBlocksAndOutlivesItsLoop(Way way) throws Exception {
        connect(way);
        ByteChannel channel = onLoop(server::release);
        loop.stop();
        assertTrue(loop.join(10_000));
        CompletableFuture<Integer> read = new CompletableFuture<>();
        ByteBuffer into = ByteBuffer.allocate(10);
        Thread reader =
                Thread.startVirtualThread(() -> {
                    try {
                        read.complete(channel.read(into));
                    } catch (IOException e) {
                        read.completeExceptionally(e);
                    }
                });
        channel.write(ByteBuffer.wrap(new byte[] {7}));
        assertEquals(7, client.getInputStream().read());
        client.getOutputStream().write(new byte[] {1, 2});
        assertEquals(2, read.get(10, TimeUnit.SECONDS));
        reader.join();
        client.shutdownOutput();
        assertEquals(-1, channel.read(into));
        channel.close();
        assertEquals(-1, client.getInputStream().read());
        assertThrows(ClosedChannelException.class, () -> channel.read(into));
    }

    @ParameterizedTest
    @EnumSource
    void closingAReleasedSocketEndsItsReader(Way way) throws Exception {
        connect(way);
        ByteChannel channel = onLoop(server::release);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread reader =
                Thread.startVirtualThread(() -> {
                    try {
                        channel.read(ByteBuffer.allocate(10));
                    } catch (Throwable e) {
                        ended.complete(e);
                    }
                });
        channel.close();
        assertInstanceOf(ClosedChannelException.class, ended.get(10, TimeUnit.SECONDS));
        reader.join();
    }

    @ParameterizedTest
    @EnumSource
    void aTakenPortIsRefused(Way way) throws Exception {
        connect(way);
        InetSocketAddress taken = listener.address();
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class,
                        () -> onLoop(() -> loop.listen(taken, 10, false)));
        assertInstanceOf(BindException.class, refused.getCause());
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatOthersShareIsNotFree(Way way) throws Exception {
        connect(way);
        InetSocketAddress free = onLoop(() -> loop.free(LOOPBACK));
        ListenSocket sharing = onLoop(() -> loop.listen(free, 10, true));
        assertEquals(free, sharing.address());
        ExecutionException refused =
                assertThrows(ExecutionException.class, () -> onLoop(() -> loop.free(free)));
        assertInstanceOf(BindException.class, refused.getCause());
        onLoop(() -> {
            sharing.close();
            return null;
        });
        onLoop(server::close);
    }

    @ParameterizedTest
    @EnumSource
    void wakingALoopThatHasStoppedDoesNothing(Way way) throws Exception {
        connect(way);
        stop();
        AtomicBoolean run = new AtomicBoolean();
        loop.execute(() -> run.set(true));
        loop.wake();
        loop.stop();
        assertFalse(run.get());
    }

    @ParameterizedTest
    @EnumSource
    void theFinFollowsTheLastBytes(Way way) throws Exception {
        connect(way);
        assertEquals(1, onLoop(() -> server.writeLast(ByteBuffer.wrap(new byte[] {7}))));
        onLoop(server::finish);
        assertEquals(7, client.getInputStream().read());
        assertEquals(-1, client.getInputStream().read());
    }

    @Test
    void epollKeepsTheLastBytesForTheFin() throws Exception {
        connect(Way.EPOLL);
        server.writeLast(ByteBuffer.wrap(new byte[] {7}));
        assertEquals(0, client.getInputStream().available());
        onLoop(server::finish);
        assertEquals(7, client.getInputStream().read());
    }

    @Test
    void epollTellsWhenAllIsAcknowledged() throws Exception {
        connect(Way.EPOLL);
        server.write(ByteBuffer.wrap(new byte[] {1}));
        assertEquals(1, client.getInputStream().read());
        assertEquals(0, onLoop(server::unacknowledged));
        onLoop(server::close);
        assertEquals(-1, onLoop(server::unacknowledged));
    }

    @Test
    void aReleasedSocketThatCannotBeWaitedForSaysSo() throws Exception {
        connect(Way.EPOLL);
        onLoop(server::close);
        TcpCalls calls = new TcpCalls();
        int listening = calls.listen(LOOPBACK, 10, false);
        client = new Socket();
        client.connect(calls.address(listening));
        int accepted = calls.accept(listening);
        TcpCalls.close(listening);
        // The kernel refuses the same descriptor for the second time.
        ByteChannel released = new ReleasedSocket(accepted);
        ByteChannel twin = new ReleasedSocket(accepted);
        CompletableFuture<Throwable> first = new CompletableFuture<>();
        for (ByteChannel one : List.of(released, twin)) {
            Thread.startVirtualThread(() -> {
                try {
                    one.read(ByteBuffer.allocate(10));
                } catch (Throwable e) {
                    first.complete(e);
                }
            });
        }
        assertEquals(
                "the socket cannot be waited for", first.get(10, TimeUnit.SECONDS).getMessage());
        released.close();
    }
}
