package dev.linger.server;

import dev.linger.http.HeadSpace;
import dev.linger.http.MessageReader;
import dev.linger.http.MessageWriter;
import dev.linger.http.RequestHead;
import dev.linger.http.Strictness;
import dev.linger.life.CloseCause;
import dev.linger.loop.Alarm;
import dev.linger.loop.EventLoop;
import dev.linger.loop.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One event loop of a server: its listener, its connections, and what they share because they live
 * on one thread.
 */
final class ServerLoop implements Watcher {
    private static final int READ_BYTES = 64 << 10;
    private static final int ACCEPTS_A_TURN = 64;
    private static final int WRITER_BYTES = 1024;
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000;

    private final Server server;
    private final Settings settings;
    private final EventLoop loop;
    private final ServerSocketChannel listener;
    private final SelectionKey accepting;
    private final ClientsPatience patience = new ClientsPatience();
    private final HeadSpace space = new HeadSpace();
    private final ByteBuffer readSpace = ByteBuffer.allocateDirect(READ_BYTES);
    private final byte[] readBytes = new byte[READ_BYTES];
    private final MessageWriter writer = new MessageWriter(64 << 10);
    private final LongSupplier clock;

    private final long headNanos;
    private final long idleNanos;
    private final long handlerNanos;
    private final long ageNanos;
    private final long busyNanos;
    private final Deadline.Pace body;
    private final Deadline.Pace write;

    ServerLoop(Server server, Settings settings, int index, ServerSocketChannel listener)
            throws IOException {
        this.server = server;
        this.settings = settings;
        this.listener = listener;
        this.clock = server.clock();
        this.loop = new EventLoop("linger-server-" + index, clock, this::failed);
        this.accepting = loop.register(listener, SelectionKey.OP_ACCEPT, this);
        Deadlines deadlines = settings.deadlines();
        headNanos = deadlines.head().toNanos();
        idleNanos = deadlines.idle().toNanos();
        handlerNanos = deadlines.handler().toNanos();
        ageNanos = deadlines.age().toNanos();
        body = Deadline.Pace.of(deadlines.body());
        write = Deadline.Pace.of(deadlines.write());
        busyNanos =
                Math.min(
                        Math.min(idleNanos, handlerNanos),
                        Math.min(body.stallNanos(), write.stallNanos()));
    }

    void start() {
        loop.start();
    }

    EventLoop loop() {
        return loop;
    }

    /** Its connections that are open. */
    List<Connection> connections() {
        List<Connection> connections = new ArrayList<>();
        for (Watcher watcher : loop.watchers()) {
            if (watcher instanceof SocketWire wire) {
                connections.add(wire.connection());
            }
        }
        return connections;
    }

    // Connections begin.

    @Override
    public void ready(int operations) {
        try {
            for (int i = 0; i < ACCEPTS_A_TURN; i++) {
                SocketChannel channel = server.mayAccept() ? listener.accept() : null;
                if (channel == null) {
                    break;
                }
                accepted(channel);
            }
        } catch (IOException e) {
            failed(e);
            // Out of descriptors, mostly: those that wait stay in the kernel's queue for a moment.
            accepting.interestOps(0);
            later(ACCEPT_PAUSE_NANOS, this::acceptAgain);
        }
        if (!server.mayAccept()) {
            accepting.interestOps(0);
        }
    }

    /** Accepts again, after it had stopped. */
    void acceptAgain() {
        if (accepting.isValid()) {
            accepting.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void accepted(SocketChannel channel) throws IOException {
        InetSocketAddress client;
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            client = (InetSocketAddress) channel.getRemoteAddress();
        } catch (IOException e) {
            // Gone before it was looked at.
            channel.close();
            return;
        }
        SocketWire wire = new SocketWire(this, channel);
        Connection connection = new Connection(this, wire, server.nextNumber(), client);
        server.opened(connection);
        wire.open(connection, loop.register(channel, SelectionKey.OP_READ, wire));
        if (server.isFull(client.getAddress())) {
            connection.refuse();
        } else {
            // What came with the handshake's last packet is here by now.
            wire.ready(SelectionKey.OP_READ);
        }
    }

    /** Stops accepting. */
    void stopListening() {
        try {
            listener.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    // What connections ask.

    MessageReader newReader() {
        return MessageReader.requests(Strictness.STRICT, settings.limits(), space);
    }

    Call newCall(Connection connection, Wire wire, RequestHead head, int number) {
        boolean onLoop = handler().isNonBlocking();
        MessageWriter out = onLoop ? writer : new MessageWriter(WRITER_BYTES);
        return new Call(
                connection, this, head.copy(), number, new Outflow(wire, out, clock, !onLoop));
    }

    int heldBodyBytes() {
        return settings.heldBodyBytes();
    }

    /** Has the handler answer. */
    void answer(Call call) {
        if (handler().isNonBlocking()) {
            call.run();
        } else {
            Thread.ofVirtual().inheritInheritableThreadLocals(false).start(call);
        }
    }

    /**
     * Lets the client close first, where its end of the response is told by the response itself.
     */
    boolean mayLetClientCloseFirst(Reason reason, boolean http11) {
        return settings.firstClose() == Settings.FirstClose.CLIENT
                && http11
                && reason.cause() != CloseCause.BODY_UNTIL_CLOSE;
    }

    ClientsPatience patience() {
        return patience;
    }

    ByteBuffer readSpace() {
        return readSpace.clear();
    }

    byte[] readBytes() {
        return readBytes;
    }

    Handler handler() {
        return server.handler();
    }

    String date() {
        return server.date();
    }

    long now() {
        return loop.now();
    }

    long clock() {
        return clock.getAsLong();
    }

    boolean isCurrent() {
        return loop.isCurrent();
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    void nextTurn(Runnable task) {
        later(1, task);
    }

    private void later(long nanos, Runnable task) {
        Alarm alarm =
                new Alarm() {
                    @Override
                    protected void goesOff(long now) {
                        task.run();
                    }
                };
        loop.wheel().set(alarm, now() + nanos);
    }

    void arm(Connection connection, long at) {
        loop.wheel().set(connection, at);
    }

    void stop(Connection connection) {
        loop.wheel().stop(connection);
    }

    // What it is measured by.

    long headNanos() {
        return headNanos;
    }

    long handlerNanos() {
        return handlerNanos;
    }

    long busyNanos() {
        return busyNanos;
    }

    /** Less by up to a tenth, evenly spread over the connections' numbers. */
    long idleNanos(long number) {
        return jittered(idleNanos, number);
    }

    long ageNanos(long number) {
        return jittered(ageNanos, number);
    }

    private static long jittered(long nanos, long number) {
        long spread = (number * 0x9E3779B97F4A7C15L) >>> 54;
        return nanos - (long) (nanos * 0.1 * spread / 1024);
    }

    /** How long a connection lingers after its FIN. */
    long lingerNanos() {
        return Math.min(2_000_000_000L, body.stallNanos());
    }

    Deadline.Pace body() {
        return body;
    }

    Deadline.Pace write() {
        return write;
    }

    long unreadBytes() {
        return settings.keepAlive().unreadBytes();
    }

    long mostRequests() {
        return settings.keepAlive().requests();
    }

    boolean keepsAlive() {
        return server.keepsAlive();
    }

    boolean isClosing() {
        return server.isClosing();
    }

    /** The deadline that a cause stands for, as a clause. */
    String says(CloseCause cause) {
        Deadlines deadlines = settings.deadlines();
        return switch (cause) {
            case UNUSED -> "no byte came for " + Seconds.text(idleNanos);
            case IDLE_TIMEOUT -> "no request came for " + Seconds.text(idleNanos);
            case HEAD_TIMEOUT ->
                    "the request's head was incomplete after " + Seconds.text(headNanos);
            case HANDLER_TIMEOUT -> "no answer after " + Seconds.text(handlerNanos);
            case BODY_TIMEOUT ->
                    "the request's body stalled for "
                            + Seconds.text(body.stallNanos())
                            + " or came slower than "
                            + deadlines.body().bytesPerSecond()
                            + " bytes a second";
            case WRITE_TIMEOUT ->
                    "the client took no bytes for "
                            + Seconds.text(write.stallNanos())
                            + " or less than "
                            + deadlines.write().bytesPerSecond()
                            + " a second";
            case MAX_AGE -> "the connection is older than " + Seconds.text(ageNanos);
            default -> cause.meaning();
        };
    }

    // What happened.

    void closed(Connection connection, Reason reason) {
        server.closed(this, connection, reason);
    }

    void exchanged(Connection connection, Call call, int status) {
        server.exchanged(connection, call, status);
    }

    void tell(String sentence) {
        server.tell(sentence);
    }

    void failed(Throwable reason) {
        server.tell("a fault of the server's own: " + reason);
    }
}
