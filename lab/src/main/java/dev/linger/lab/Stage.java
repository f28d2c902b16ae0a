package dev.linger.lab;

import dev.linger.client.ClientBuilder;
import dev.linger.client.LingerClient;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.server.Handler;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where an act plays: makes its servers, its clients and raw ends, at an address that no other act
 * has, and ends what it made. For one thread, and for those that it starts.
 */
public final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAUSE_MILLIS = 2;

    /** How long another program may have our sockets. */
    private static final long HELD_NANOS = 2_000_000_000L;

    private interface Starting<T> {
        T start() throws IOException;
    }

    private final InetSocketAddress address;
    private final Network network;
    private final Tally tally = new Tally();
    private final List<Server> servers = new ArrayList<>();
    private final List<LingerClient> clients = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Expected> besides = new ArrayList<>();
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    /** Ends what was made when the process is ended in the middle. */
    private final Thread interrupted = Thread.ofPlatform().unstarted(this::end);

    private @Nullable Path folder;
    private boolean isOver;

    Stage(InetSocketAddress address, Network network) {
        this.address = address;
        this.network = network;
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /** The network of this act; it may be changed where the act has one of its own. */
    public Network network() {
        return network;
    }

    /** Where the server of this act listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** {@code http://127.0.0.1:PORT} with this path. */
    public URI uri(String path) {
        InetAddress host = address.getAddress();
        return URI.create("http://" + host.getHostAddress() + ":" + address.getPort() + path);
    }

    /** Our server, on one loop, answering "ok". */
    public Server serve(UnaryOperator<Settings> configured) throws IOException {
        return serve(configured, exchange -> exchange.respond("ok"));
    }

    /** Our server, on one loop. */
    public Server serve(UnaryOperator<Settings> configured, Handler handler) throws IOException {
        Settings settings = configured.apply(Settings.of(address).withLoops(1));
        Server server = onceFree(() -> Server.start(settings, handler));
        synchronized (this) {
            servers.add(server);
            with(() -> server.drain(Duration.ofMillis(1)));
        }
        return server;
    }

    /** A server that does what the script says, and no more. */
    public OrdinaryServer serveOrdinary(OrdinaryServer.Script script) throws IOException {
        return with(onceFree(() -> OrdinaryServer.start(address, script)));
    }

    /**
     * Starts a server. A program that another act starts has all our sockets for a moment, until it
     * runs, and so holds the port of a server that was just closed.
     */
    private static <T> T onceFree(Starting<T> server) throws IOException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return server.start();
            } catch (BindException e) {
                if (System.nanoTime() - begin > HELD_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000L);
            }
        }
    }

    /**
     * A server that answers once on each connection, and leaves it to the client to close, however
     * long that takes.
     */
    public OrdinaryServer serveOnce() throws IOException {
        return serveOrdinary(line -> {
            line.hearRequest();
            line.lastAnswer().hearEnd();
        });
    }

    /** Our client, as it is by itself. */
    public LingerClient client() {
        return client(builder -> builder);
    }

    /** Our client. */
    public synchronized LingerClient client(UnaryOperator<ClientBuilder> configured) {
        LingerClient client = configured.apply(LingerClient.newBuilder()).build();
        clients.add(client);
        with(client::shutdownNow);
        return client;
    }

    /** A client of raw bytes. */
    public Line connect() throws IOException {
        return connect(0);
    }

    /**
     * A client of raw bytes.
     *
     * @param receiveBytes of its socket's buffer; 0 for the system's choice
     */
    public Line connect(int receiveBytes) throws IOException {
        return with(Line.to(address, receiveBytes, tally));
    }

    /** A client of raw bytes, to another port of the act's host. */
    public Line connectTo(int port) throws IOException {
        return with(Line.to(new InetSocketAddress(address.getAddress(), port), 0, tally));
    }

    /** Closes it at the end, where the script has not; at once where the end has come. */
    public synchronized <T extends AutoCloseable> T with(T one) {
        made.push(one);
        if (isOver) {
            end();
            throw new IllegalStateException("the act is over");
        }
        return one;
    }

    /** A folder for this act, which is gone after it. */
    public Path folder() throws IOException {
        Path known = folder;
        if (known == null) {
            known = Files.createTempDirectory("linger-lab");
            folder = known;
            with(new Folder(known));
        }
        return known;
    }

    /** Starts a program in the act's folder, which is ended with the act. */
    public Program run(List<String> command) throws IOException {
        return with(Program.start(command, folder()));
    }

    /** Starts a program, and waits until it listens at this port of the act's host. */
    public void run(List<String> command, int port) throws Exception {
        InetSocketAddress listener = new InetSocketAddress(address.getAddress(), port);
        run(command).await("a listener at " + listener, () -> isListening(listener));
    }

    /** Starts a program that is the server of this act, and waits until it listens. */
    public void runServer(List<String> command) throws Exception {
        run(command, address.getPort());
    }

    /** Runs a program to its end. */
    public void runToEnd(List<String> command) throws IOException, InterruptedException {
        try (Program program = run(command)) {
            program.awaitEnd();
        }
    }

    /** A request of this client, answered with a text. */
    public HttpResponse<String> get(LingerClient client, String path)
            throws IOException, InterruptedException {
        return send(client, HttpRequest.newBuilder(uri(path)).build());
    }

    /** A request of this client, answered with a text. */
    public HttpResponse<String> send(LingerClient client, HttpRequest request)
            throws IOException, InterruptedException {
        tally.asked();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        tally.answered();
        return response;
    }

    /** Counts a request that was made in another way. */
    public void asked() {
        tally.asked();
    }

    /** Counts an answer that came in another way. */
    public void answered() {
        tally.answered();
    }

    /** Says something about the act that only its script knows: a clause. */
    public synchronized void remark(String clause) {
        remarks.add(clause);
    }

    /** Expects these besides: how many there are is a program's own choice, how they end is not. */
    public synchronized void expectBesides(Expected more) {
        besides.add(more);
    }

    /**
     * Waits for an event, for ten seconds at most.
     *
     * @param what it is, for the sentence that says that it did not come
     */
    public void await(String what, Callable<Boolean> happened) throws Exception {
        await(what, Duration.ZERO, happened);
    }

    /**
     * Waits for an event that is to come after this time, and for ten seconds more at most.
     *
     * @param what it is, for the sentence that says that it did not come
     */
    public void await(String what, Duration after, Callable<Boolean> happened) throws Exception {
        Duration patience = after.plus(PATIENCE);
        long begin = System.nanoTime();
        while (!happened.call()) {
            if (System.nanoTime() - begin > patience.toNanos()) {
                throw new IOException("waited for " + patience.toSeconds() + " s in vain: " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static boolean isListening(InetSocketAddress at) throws RefusedByKernelException {
        try (Sockets sockets = new Sockets(at)) {
            return sockets.isListening();
        }
    }

    /** Whether nobody listens where the server of this act did. */
    public boolean isAddressFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** How long the longest TIME_WAIT of this act will last; empty where there is none. */
    public Optional<Duration> timeWaitLeft() throws RefusedByKernelException {
        try (Sockets sockets = new Sockets(address)) {
            long millis = sockets.timeWaitLeftMillis();
            return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        }
    }

    /** How often a client of this act has repeated itself without an answer, at most. */
    public int repetitions() throws RefusedByKernelException {
        try (Sockets sockets = new Sockets(address)) {
            return sockets.repetitions();
        }
    }

    /** How many ends of this act have sent a FIN that was not answered. */
    public int closing() throws RefusedByKernelException {
        try (Sockets sockets = new Sockets(address)) {
            return sockets.count().closing();
        }
    }

    /** Lets this time pass: that nothing is sent is what the act is about. */
    public void pause(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    /** Does this several times side by side, and waits for all. */
    public void sideBySide(int times, Script one) throws Exception {
        BlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    one.play(this);
                                } catch (Exception e) {
                                    failures.add(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Exception first = failures.poll(0, TimeUnit.SECONDS);
        if (first != null) {
            throw first;
        }
    }

    Tally tally() {
        return tally;
    }

    synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }

    synchronized List<Expected> besides() {
        return List.copyOf(besides);
    }

    /** Whether a server of ours has waited for a client to close first, and it did not. */
    synchronized boolean hasWaitedInVain() {
        return servers.stream().anyMatch(one -> one.waitsForClients() > one.clientsClosedFirst());
    }

    /** What servers and clients of ours wrote down. */
    synchronized List<View> ledgers() {
        List<View> views = new ArrayList<>();
        if (!servers.isEmpty()) {
            views.add(LedgerView.ofServers(servers));
        }
        if (!clients.isEmpty()) {
            views.add(LedgerView.ofClients(clients));
        }
        return views;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException _) {
            return; // it has begun to run
        }
    }

    private synchronized void end() {
        isOver = true;
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Exception _) {
                // It is over in any case.
            }
        }
    }
}
