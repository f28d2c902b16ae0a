package dev.linger.server;

import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.loop.EventLoop;
import dev.linger.loop.ListenSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server.
 *
 * <pre>{@code
 * try (Server server = Server.start(8080, exchange -> exchange.respond("hello\n"))) {
 *     Thread.currentThread().join();
 * }
 * }</pre>
 *
 * <p>{@link #close} ends it orderly. Thread-safe.
 */
public final class Server implements AutoCloseable {
    private static final int LIVES_KEPT = 1000;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    /** What a loop is given beyond the deadline of its end. */
    private static final Duration HELD = Duration.ofSeconds(2);

    private final Settings settings;
    private final Handler handler;
    private final Audience audience;
    private final LongSupplier clock;
    private final long epoch;
    private final Ledger ledger = new Ledger(LIVES_KEPT);
    private final List<ServerLoop> loops = new ArrayList<>();
    private final InetSocketAddress address;
    private final AtomicLong numbers = new AtomicLong();
    private final Places places;
    private final @Nullable TlsSetup tls;
    private volatile boolean keepsAlive;
    private volatile boolean closing;
    private volatile boolean stopped;
    private boolean begun;
    private volatile boolean paused;
    private final CurrentDate date = new CurrentDate();

    private Server(Settings settings, Handler handler, List<Listener> listeners, LongSupplier clock)
            throws IOException {
        this.settings = settings;
        this.handler = handler;
        this.audience = new Audience(listeners);
        this.clock = clock;
        Instant now = Instant.now();
        this.epoch =
                TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - clock.getAsLong();
        this.keepsAlive = settings.keepAlive().on();
        this.places = new Places(settings.capacity());
        Tls spoken = settings.tls();
        this.tls = spoken == null ? null : new TlsSetup(spoken);
        List<EventLoop> made = new ArrayList<>();
        try {
            this.address = open(made);
        } catch (IOException | RuntimeException e) {
            made.forEach(EventLoop::stop);
            throw e;
        }
    }

    private InetSocketAddress open(List<EventLoop> made) throws IOException {
        made.add(newLoop(0));
        int count = made.getFirst().sharesPorts() ? settings.loops() : 1;
        for (int i = 1; i < count; i++) {
            made.add(newLoop(i));
        }
        List<ListenSocket> sockets = ListenSockets.open(settings, made);
        for (int i = 0; i < count; i++) {
            loops.add(new ServerLoop(this, settings, made.get(i), sockets.get(i)));
        }
        return sockets.getFirst().address();
    }

    private EventLoop newLoop(int index) throws IOException {
        return new EventLoop("linger-server-" + index, clock, this::failed);
    }

    /**
     * Starts a server on this port of all addresses.
     *
     * @param port 0 takes a free one
     * @throws java.net.BindException if the port is taken or not allowed, with what to do
     */
    public static Server start(int port, Handler handler) throws IOException {
        return start(Settings.of(port), handler);
    }

    /** Starts a server. */
    public static Server start(Settings settings, Handler handler, Listener... listeners)
            throws IOException {
        return start(settings, handler, List.of(listeners), System::nanoTime);
    }

    /**
     * Takes its port, and leaves those that connect in the kernel's queue until {@link #begin}.
     *
     * @throws java.net.BindException if the port is taken or not allowed, with what to do
     */
    public static Server bind(Settings settings, Handler handler, Listener... listeners)
            throws IOException {
        return new Server(settings, handler, List.of(listeners), System::nanoTime);
    }

    /**
     * Begins to accept, once bound.
     *
     * @throws IllegalStateException if it has begun, or is closed
     */
    public synchronized void begin() {
        if (begun || stopped) {
            throw new IllegalStateException(
                    begun ? "the server has begun already" : "the server is closed");
        }
        begun = true;
        loops.forEach(ServerLoop::start);
    }

    /** Starts a server with a clock of its own. */
    static Server start(
            Settings settings, Handler handler, List<Listener> listeners, LongSupplier clock)
            throws IOException {
        Server server = new Server(settings, handler, listeners, clock);
        server.begin();
        return server;
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return address;
    }

    /** What became of its connections. */
    public Ledger ledger() {
        return ledger;
    }

    /** Connections that are open now. */
    public int open() {
        return places.taken();
    }

    /** Turns keep-alive on or off; connections end with their next response where it is off. */
    public void keepAlive(boolean on) {
        keepsAlive = on;
    }

    /**
     * Exchanges how TLS is spoken, certificates above all, for the handshakes that begin from now
     * on; connections that are open stay as they are.
     *
     * @throws IllegalStateException if the server speaks plain HTTP
     */
    public void tls(Tls other) {
        if (tls == null) {
            throw new IllegalStateException("the server speaks plain HTTP; Settings.withTls");
        }
        tls.exchange(other);
    }

    /** Null where plain HTTP is spoken. */
    @Nullable TlsSetup tls() {
        return tls;
    }

    /** Open connections by phase, counted one loop after the other. */
    public Map<Phase, Integer> phases() throws InterruptedException {
        Map<Phase, Integer> counts = new EnumMap<>(Phase.class);
        onEachLoop(loop -> {
            synchronized (counts) {
                for (Connection one : loop.connections()) {
                    counts.merge(one.phase(), 1, Integer::sum);
                }
            }
        });
        synchronized (counts) {
            return new EnumMap<>(counts);
        }
    }

    /** Has each loop do this, and waits for it, but for no loop that has stopped. */
    private void onEachLoop(Consumer<ServerLoop> question) throws InterruptedException {
        if (stopped) {
            return;
        }
        CountDownLatch answered = new CountDownLatch(loops.size());
        for (ServerLoop loop : loops) {
            Runnable act =
                    () -> {
                        question.accept(loop);
                        answered.countDown();
                    };
            if (loop.isCurrent()) {
                act.run();
            } else {
                loop.execute(act);
            }
        }
        answered.await(1, TimeUnit.SECONDS);
    }

    /** How often a client was given the time to close first. */
    public long waitsForClients() {
        return loops.stream().mapToLong(loop -> loop.patience().waits()).sum();
    }

    /** How often it then did. */
    public long clientsClosedFirst() {
        return loops.stream().mapToLong(loop -> loop.patience().hits()).sum();
    }

    /** Ends orderly within 10 s, or at once where the caller is interrupted; see {@link #drain}. */
    @Override
    public void close() {
        try {
            drain(DRAIN);
        } catch (InterruptedException e) {
            try {
                stop(Duration.ZERO);
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends orderly: accepts no more, lets exchanges end and announces the close with their
     * responses, closes what has been idle for a while, and cuts what is left at the deadline. Once
     * it has ended, there is nothing to do any more, and the report says so.
     *
     * @param deadline up to {@link Deadlines#NEVER}
     */
    public DrainReport drain(Duration deadline) throws InterruptedException {
        return end(deadline, Drain.Manner.POLITE);
    }

    /**
     * Ends as soon as no exchange is under way: accepts no more, and closes idle connections when
     * the last exchange has ended. A request that is under way to one of them is lost, so {@link
     * #drain} is better wherever there is the time for it. What is left at the deadline is cut.
     *
     * @param deadline 0 for at once, up to {@link Deadlines#NEVER}
     */
    public DrainReport stop(Duration deadline) throws InterruptedException {
        return end(deadline, Drain.Manner.PROMPT);
    }

    /** Whoever ends it while another waits for its end hurries that on by an earlier deadline. */
    private DrainReport end(Duration deadline, Drain.Manner manner) throws InterruptedException {
        if (deadline.isNegative() || deadline.compareTo(Deadlines.NEVER) > 0) {
            throw new IllegalArgumentException(
                    "deadline "
                            + deadline
                            + ": must not be negative, and must not exceed Deadlines.NEVER");
        }
        if (loops.stream().anyMatch(ServerLoop::isCurrent)) {
            throw new IllegalStateException(
                    "a loop's own thread, as of listeners and non-blocking handlers, cannot wait"
                            + " for the server's end; end it from another thread");
        }
        long began = clock.getAsLong();
        int connections = places.taken();
        List<Drain> drains = beginDrains(began + deadline.toNanos(), manner);
        if (drains.isEmpty()) {
            return new DrainReport(0, Map.of(), Duration.ZERO);
        }
        awaitDrained(deadline);
        Duration took = Duration.ofNanos(clock.getAsLong() - began);
        stopped = true;
        for (ServerLoop loop : loops) {
            loop.loop().stop();
        }
        for (ServerLoop loop : loops) {
            loop.loop().join(1000);
        }
        Map<Phase, Integer> cut = new EnumMap<>(Phase.class);
        for (Drain drain : drains) {
            if (drain.isOver()) {
                drain.cut().forEach((phase, count) -> cut.merge(phase, count, Integer::sum));
            }
        }
        return new DrainReport(connections, cut, took);
    }

    /** A loop that its handler keeps from its work cannot cut anything at the deadline. */
    private void awaitDrained(Duration deadline) throws InterruptedException {
        long patience = deadline.plus(HELD).toNanos();
        long began = System.nanoTime();
        for (ServerLoop loop : loops) {
            long left = patience - (System.nanoTime() - began);
            if (!loop.drained().await(left, TimeUnit.NANOSECONDS)) {
                tell(
                        "a non-blocking handler keeps an event loop: the server ends without it,"
                                + " and its connections end when that handler returns");
            }
        }
    }

    /** One for each loop; none where the server has ended. */
    private synchronized List<Drain> beginDrains(long until, Drain.Manner manner) {
        if (stopped) {
            return List.of();
        }
        closing = true;
        if (!begun) {
            begin();
        }
        List<Drain> drains = new ArrayList<>();
        for (ServerLoop loop : loops) {
            Drain drain = new Drain(loop, until, manner);
            drains.add(drain);
            loop.execute(drain::begin);
        }
        return drains;
    }

    /** Whether a client is waited for in mid exchange: for bytes, or for room to send. */
    boolean isWaiting() {
        return sum(one -> one.isWaiting() ? 1 : 0) > 0;
    }

    /** Bytes that are held for handlers or for requests to come. */
    long heldBytes() {
        return sum(Connection::heldBytes);
    }

    private long sum(ToLongFunction<Connection> figure) {
        AtomicLong sum = new AtomicLong();
        try {
            onEachLoop(loop ->
                    loop.connections().forEach(one -> sum.addAndGet(figure.applyAsLong(one))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sum.get();
    }

    /** Alarms that are set, in all. */
    int alarms() throws InterruptedException {
        AtomicInteger sum = new AtomicInteger();
        onEachLoop(loop -> sum.addAndGet(loop.loop().wheel().count()));
        return sum.get();
    }

    /** Lets its loops look at the clock, where it is moved by hand. */
    void wake() {
        loops.forEach(loop -> loop.loop().wake());
    }

    // What its loops ask and tell.

    LongSupplier clock() {
        return clock;
    }

    Handler handler() {
        return handler;
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    boolean isClosing() {
        return closing;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /**
     * Whether another connection may be taken from the kernel's queue; else none is, for a while.
     */
    boolean acceptOrPause() {
        if (places.hasRoom()) {
            return true;
        }
        paused = true;
        // The last one may have ended just before, and would then wake nobody.
        return places.hasRoom();
    }

    /** Whether a connection from there is taken; then it counts until it is closed. */
    boolean takes(InetAddress from) {
        ledger.opened();
        return places.take(from);
    }

    /** Counts a connection that is not taken, until it is closed; tells whether it is told so. */
    boolean countRefused() {
        return places.refuse();
    }

    void closed(ServerLoop loop, Connection connection, Reason reason) {
        if (connection.isWelcome()) {
            places.leave(connection.client().getAddress());
        } else {
            places.refusedLeaves();
        }
        JudgedLife life =
                new LifeOf(connection.account, reason, epoch, loop.now())
                        .of(connection.number(), connection.client(), address);
        ledger.closed(life);
        Account account = connection.account;
        if (reason.phase() == Phase.IDLE && account.responseEnded != 0) {
            Flight.idled(connection, loop.now() - account.idleSince(), 0);
        }
        Flight.closed(connection, life.verdict(), loop.now() - account.opened);
        audience.tell(listener -> listener.closed(life));
        if (paused && places.hasRoom()) {
            paused = false;
            loops.forEach(one -> one.execute(one::acceptAgain));
        }
    }

    void exchanged(Connection connection, Call call, Outcome outcome, @Nullable Reason ending) {
        ledger.exchanged();
        Flight.exchanged(connection, call, outcome);
        if (audience.wantsExchanges()) {
            // It is often noticed with what the client sends next.
            Instant at = Instant.now().minusNanos(clock.getAsLong() - outcome.endedAt());
            tell(ExchangeRecord.of(connection, call, outcome, at, ending));
        }
    }

    void refused(Connection connection, Outcome outcome, Reason ending) {
        if (audience.wantsExchanges()) {
            tell(ExchangeRecord.withoutRequest(connection, outcome, ending));
        }
    }

    private void tell(ExchangeRecord exchange) {
        audience.tell(listener -> listener.exchanged(exchange));
    }

    void failed(Throwable reason) {
        failed("a fault of the server's own: " + reason, reason);
    }

    void failed(String sentence, Throwable reason) {
        audience.tellFailure(sentence, reason);
    }

    void tell(String sentence) {
        audience.tell(listener -> listener.told(sentence));
    }

    /** The Date field as messages carry it. */
    byte[] date() {
        return date.line();
    }
}
