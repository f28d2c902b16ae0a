package dev.linger.server;

import dev.linger.http.HeadSpace;
import dev.linger.http.MessageReader;
import dev.linger.http.MessageWriter;
import dev.linger.http.RequestHead;
import dev.linger.life.CloseCause;
import dev.linger.loop.Alarm;
import dev.linger.loop.BatchExecutor;
import dev.linger.loop.EventLoop;
import dev.linger.loop.ListenSocket;
import dev.linger.loop.StreamSocket;
import dev.linger.loop.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of a server: its listener, its connections, and what they share because they live
 * on one thread.
 */
final class ServerLoop implements Watcher {
    private static final int READ_BYTES = 64 << 10;
    private static final int ACCEPTS_A_TURN = 64;

    /** The longest queue of connections that the kernel may have accepted. */
    private static final int MOST_WAITING = 1 << 16;

    private static final int WRITER_BYTES = 1024;
    private static final int MOST_SPARE = 256;
    private static final int MOST_SPARE_BYTES = 4 * WRITER_BYTES;
    private static final long ACCEPT_PAUSE_NANOS = 100_000_000;
    private static final long COMPLAINT_PAUSE_NANOS = 10_000_000_000L;

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private final Server server;
    private final Settings settings;
    private final EventLoop loop;
    private final ListenSocket listener;
    private final ClientsPatience patience = new ClientsPatience();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final HeadSpace space = new HeadSpace();
    private final byte[] readBytes = new byte[READ_BYTES];
    private final MessageWriter writer = new MessageWriter(64 << 10);
    private final List<Call> begun = new ArrayList<>();
    private final ArrayDeque<MessageWriter> spare = new ArrayDeque<>();
    private final @Nullable TlsBuffers tlsBuffers;
    private final LongSupplier clock;
    private final Spans spans;
    private long silentUntil = Long.MIN_VALUE;

    ServerLoop(Server server, Settings settings, EventLoop loop, ListenSocket listener)
            throws IOException {
        this.server = server;
        this.settings = settings;
        this.listener = listener;
        this.clock = server.clock();
        this.loop = loop;
        this.spans = Spans.of(settings.deadlines());
        this.tlsBuffers = server.tls() == null ? null : new TlsBuffers();
        listener.watch(this);
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
            if (watcher instanceof Wire wire) {
                connections.add(wire.connection());
            }
        }
        return connections;
    }

    // Connections begin.

    @Override
    public void ready(int operations) {
        accept(ACCEPTS_A_TURN);
    }

    /** Accepting throws nothing that it does not take care of itself. */
    @Override
    public void giveUp(Throwable fault) {}

    private void accept(int most) {
        try {
            for (int i = 0; i < most; i++) {
                StreamSocket socket = server.acceptOrPause() ? listener.accept() : null;
                if (socket == null) {
                    break;
                }
                accepted(socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            // Where descriptors are out, a class may be missing as well: it lies in a file.
            complain(e);
            listener.listen(false);
            later(ACCEPT_PAUSE_NANOS, this::acceptAgain);
        }
        if (!server.acceptOrPause()) {
            listener.listen(false);
        }
    }

    /** Out of descriptors, mostly; told now and then, for it is tried again and again. */
    private void complain(Throwable reason) {
        if (now() < silentUntil) {
            return;
        }
        silentUntil = now() + COMPLAINT_PAUSE_NANOS;
        tell(
                "no connection can be accepted ("
                        + (reason instanceof IOException ? reason.getMessage() : reason.toString())
                        + "); new ones wait in the kernel's queue; where files are too many, raise"
                        + " their limit (ulimit -n, LimitNOFILE= of systemd)");
    }

    /** Accepts again, after it had stopped. */
    void acceptAgain() {
        listener.listen(true);
    }

    private void accepted(StreamSocket socket) throws IOException {
        Wire wire = speaksTls() ? new TlsWire(this, socket) : new SocketWire(this, socket);
        InetSocketAddress client = socket.opposite();
        boolean welcome = server.takes(client.getAddress());
        Connection connection = new Connection(this, wire, server.nextNumber(), client, welcome);
        wire.open(connection);
        Flight.opened(connection);
        if (!welcome) {
            connection.farewell().ownAnswer().refuse(server.countRefused());
        }
    }

    /** Is open once a drain has ended its last connection. */
    CountDownLatch drained() {
        return drained;
    }

    /** Stops accepting, after those that the kernel has accepted already. */
    void stopListening() {
        accept(MOST_WAITING);
        try {
            listener.close();
        } catch (IOException e) {
            failed(e);
        }
    }

    // What connections ask.

    MessageReader newReader() {
        return MessageReader.requests(settings.reading(), settings.limits(), space);
    }

    /**
     * @param batch the way of the answer before it, to be sent together with it; null where there
     *     is none
     */
    Call newCall(
            Connection connection,
            Wire wire,
            RequestHead head,
            boolean hasBody,
            int number,
            @Nullable Outflow batch) {
        Flight.idled(connection, connection.account.idleBefore, number);
        Outflow out = batch;
        if (out == null) {
            boolean onLoop = handler().isNonBlocking();
            out = new Outflow(wire, onLoop ? writer : takeWriter(), clock, !onLoop);
        }
        return new Call(connection, this, head.copy(), hasBody, number, out);
    }

    private MessageWriter takeWriter() {
        return spare.isEmpty() ? new MessageWriter(WRITER_BYTES) : spare.removeLast();
    }

    /** Takes the writer of a response back that has ended. */
    void giveBack(MessageWriter used) {
        if (spare.size() < MOST_SPARE && used.bytes().length <= MOST_SPARE_BYTES) {
            used.clear();
            spare.addLast(used);
        }
    }

    int heldBodyBytes() {
        return settings.heldBodyBytes();
    }

    /** Has the handler answer; on threads of their own all those together that this turn brings. */
    void answer(Call call) {
        if (handler().isNonBlocking()) {
            call.run();
            return;
        }
        if (begun.isEmpty()) {
            loop.execute(this::answerAll);
        }
        begun.add(call);
    }

    private void answerAll() {
        List<Call> calls = List.copyOf(begun);
        begun.clear();
        loop.givesTasks(calls.size());
        Executor executor = handler().executor();
        if (executor == null) {
            start(calls);
        } else if (executor instanceof BatchExecutor batches) {
            handOver(calls, () -> batches.executeAll(calls));
        } else {
            calls.forEach(call -> handOver(List.of(call), () -> executor.execute(call)));
        }
    }

    /** To start a thread from here wakes a carrier; one that is awake starts the others. */
    private static void start(List<Call> calls) {
        THREADS.newThread(
                        () -> {
                            for (int i = 1; i < calls.size(); i++) {
                                THREADS.newThread(calls.get(i)).start();
                            }
                            calls.getFirst().run();
                        })
                .start();
    }

    private static void handOver(List<Call> calls, Runnable act) {
        try {
            act.run();
        } catch (RuntimeException | Error e) {
            // The system may have no more threads, which is an OutOfMemoryError.
            calls.forEach(call -> call.notStarted(e));
        }
    }

    /**
     * Lets the client close first, where its end of the response is told by the response itself.
     */
    boolean mayLetClientCloseFirst(Reason reason, boolean http11) {
        return letsClientsCloseFirst() && http11 && reason.cause() != CloseCause.BODY_UNTIL_CLOSE;
    }

    boolean letsClientsCloseFirst() {
        return settings.firstClose() == Settings.FirstClose.CLIENT;
    }

    ClientsPatience patience() {
        return patience;
    }

    byte[] readBytes() {
        return readBytes;
    }

    /** Whether its connections begin with a TLS handshake. */
    boolean speaksTls() {
        return server.tls() != null;
    }

    /** How it speaks TLS, where it does. */
    TlsSetup tls() {
        return Objects.requireNonNull(server.tls());
    }

    TlsBuffers tlsBuffers() {
        return Objects.requireNonNull(tlsBuffers);
    }

    Handler handler() {
        return server.handler();
    }

    InetSocketAddress address() {
        return server.address();
    }

    /** The Date field of responses. */
    byte[] date() {
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

    Spans spans() {
        return spans;
    }

    /** How long a connection lingers after its FIN. */
    long lingerNanos() {
        return Math.min(2_000_000_000L, spans.body().stallNanos());
    }

    /** Whether responses say how long their connection is kept. */
    boolean announces() {
        return settings.keepAlive().announced();
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

    // What happened.

    void closed(Connection connection, Reason reason) {
        server.closed(this, connection, reason);
    }

    void exchanged(Connection connection, Call call, Outcome outcome, @Nullable Reason ending) {
        server.exchanged(connection, call, outcome, ending);
    }

    /** What came was no request, and is answered with a status nevertheless. */
    void refused(Connection connection, Outcome outcome, Reason ending) {
        server.refused(connection, outcome, ending);
    }

    void tell(String sentence) {
        server.tell(sentence);
    }

    void failed(Throwable reason) {
        server.failed(reason);
    }

    void failed(String sentence, Throwable reason) {
        server.failed(sentence, reason);
    }
}
