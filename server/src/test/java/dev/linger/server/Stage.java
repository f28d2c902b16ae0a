package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.testkit.ManualClock;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;

/**
 * A real server on one loop whose clock stands still, its clients, and what became of them. Fails
 * at its close where the server found a fault of its own, or keeps an alarm for nothing.
 */
final class Stage implements AutoCloseable, Listener {
    private static final boolean OVER_TLS = Boolean.getBoolean("linger.tls");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    final ManualClock clock = new ManualClock();
    final Server server;
    final Queue<String> told = new ConcurrentLinkedQueue<>();
    final BlockingQueue<ExchangeRecord> exchanges = new LinkedBlockingQueue<>();
    private final BlockingQueue<JudgedLife> lives = new LinkedBlockingQueue<>();
    private final List<RawClient> clients = new ArrayList<>();

    Stage(Settings settings, Handler handler) throws IOException {
        server = Server.start(settings, handler, List.of(this), clock);
        clock.wakes(server::wake);
    }

    /** On loopback, with one loop; over TLS where the tests are run so. */
    static Settings settings() {
        return OVER_TLS ? tls() : plain();
    }

    static Settings plain() {
        return Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).withLoops(1);
    }

    static Settings tls() {
        return plain().withTls(Tls.of(Trusting.OWN));
    }

    static Settings settings(Deadlines deadlines) {
        return settings().withDeadlines(deadlines);
    }

    static Stage of(Handler handler) throws IOException {
        return new Stage(settings(), handler);
    }

    @Override
    public void closed(JudgedLife life) {
        lives.add(life);
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        exchanges.add(exchange);
    }

    @Override
    public boolean logsFailures() {
        return true;
    }

    @Override
    public void told(String sentence) {
        told.add(sentence);
    }

    RawClient connect() throws IOException {
        return connect(0);
    }

    /** With a receive buffer that is soon full. */
    RawClient connectNarrow() throws IOException {
        return connect(4096);
    }

    private RawClient connect(int receiveBytes) throws IOException {
        return server.tls() == null
                ? connectPlain(receiveBytes)
                : over(Trusting.socket(server.address(), Trusting.CLIENT, receiveBytes));
    }

    /** Without TLS, whatever the server speaks. */
    RawClient connectPlain(int receiveBytes) throws IOException {
        return keep(RawClient.connect(server.address(), clock, receiveBytes));
    }

    /** Over TLS; the handshake is done. */
    RawClient over(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return keep(RawClient.of(socket, clock));
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    /** A client whose connection is in this phase by now. */
    RawClient connectTo(Phase phase, String text) throws Exception {
        RawClient client = connect().send(text);
        await(phase);
        return client;
    }

    /** Waits until a connection is in this phase. */
    void await(Phase phase) throws Exception {
        awaitCount(phase, 1);
    }

    /** Waits until so many connections are in this phase. */
    void awaitCount(Phase phase, int count) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (server.phases().getOrDefault(phase, 0) != count) {
            if (System.nanoTime() > until) {
                fail(
                        "no %d in phase %s but %s; ended: %s"
                                .formatted(
                                        count,
                                        phase.word(),
                                        server.phases(),
                                        server.ledger().last().stream()
                                                .map(JudgedLife::verdict)
                                                .toList()));
            }
        }
    }

    /** Waits until this is so; it is looked at after a turn of the loop each. */
    void await(BooleanSupplier claim) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!claim.getAsBoolean()) {
            turn();
            if (System.nanoTime() > until) {
                fail("waited in vain; phases " + server.phases() + ", told " + told);
            }
        }
    }

    /** Lets time pass, and the loop act on it. */
    void pass(Duration time) throws InterruptedException {
        clock.advance(time);
        turn();
    }

    /** The same second by second, as long waits are looked at. */
    void passSlowly(Duration time) throws InterruptedException {
        for (long second = 0; second < time.toSeconds(); second++) {
            pass(Duration.ofSeconds(1));
        }
    }

    /**
     * Lets time pass until a connection is in this phase.
     *
     * @return how many seconds that took
     */
    int passUntil(Phase phase) throws InterruptedException {
        for (int seconds = 0; seconds < 1000; seconds++) {
            if (server.phases().containsKey(phase)) {
                return seconds;
            }
            pass(Duration.ofSeconds(1));
        }
        return fail("never in phase " + phase.word() + " but " + server.phases());
    }

    /**
     * Lets time pass until a connection is closed.
     *
     * @return how many seconds that took
     */
    int passUntilClosed() throws InterruptedException {
        for (int seconds = 0; seconds < 1000; seconds++) {
            if (server.ledger().closed() > 0) {
                return seconds;
            }
            pass(Duration.ofSeconds(1));
        }
        return fail("never closed but " + server.phases());
    }

    /**
     * What came before is seen, and alarms that are due have gone off: the first question may be
     * answered by a turn that began before, the second is answered before that turn's alarms.
     */
    void turn() throws InterruptedException {
        server.phases();
        server.phases();
        server.phases();
    }

    /** The life that ended next. */
    JudgedLife life() throws InterruptedException {
        JudgedLife life = lives.poll(10, TimeUnit.SECONDS);
        if (life == null) {
            return fail("no connection ended; phases " + server.phases() + ", told " + told);
        }
        return life;
    }

    /**
     * Fails unless the life that ended next did so like this.
     *
     * @param claim {@code CAUSE DECIDED-BY CLOSED-FIRST MANNER PHASE}
     * @return what is said of it
     */
    String ends(String claim) throws InterruptedException {
        JudgedLife life = life();
        String evidence = life.verdict().evidence().getFirst().says();
        String phase = life.verdict().closing().phase().word();
        assertEquals(claim, words(life) + " " + phase, evidence);
        return evidence;
    }

    /** {@code surplus client client fin}: cause, who decided, who closed first, how. */
    static String words(JudgedLife life) {
        var closing = life.verdict().closing();
        return String.join(
                " ",
                closing.cause().word(),
                closing.decidedBy().word(),
                closing.closedFirst().word(),
                closing.manner().word());
    }

    /** The record of the exchange that ended next. */
    ExchangeRecord exchange() throws InterruptedException {
        ExchangeRecord record = exchanges.poll(10, TimeUnit.SECONDS);
        return record == null ? fail("no exchange ended; told " + told) : record;
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.does(new Misbehaviour.Reset());
        }
        try {
            await(() -> server.open() == 0);
            int alarms = server.alarms();
            Thread closing = Thread.ofVirtual().start(server::close);
            while (!closing.join(Duration.ofMillis(1))) {
                clock.advance(Duration.ofMillis(100));
            }
            assertEquals(0, alarms, "alarms of no connection");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertEquals(
                List.of(),
                told.stream()
                        .filter(sentence -> sentence.contains("fault of the server"))
                        .toList());
    }
}
