package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import java.io.IOException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Certificates are exchanged, and the server drained, while clients ask without a pause. */
class TlsReloadTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 20;

    private final KeyAndChain first = Trusting.made("localhost");
    private final KeyAndChain second = Trusting.made("localhost");
    private final Set<Certificate> seen = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Semaphore answered = new Semaphore(0);

    /** Asks on, on a new connection after each third request. */
    private void ask(Server server) {
        try {
            while (!over.get()) {
                askThrice(server);
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    private void askThrice(Server server) throws IOException {
        SSLContext fresh = Trusting.clientOf(new KeyManager[0], first, second);
        try (TlsTalker client = TlsTalker.connect(server.address(), "TLSv1.3", fresh)) {
            seen.add(client.session().getPeerCertificates()[0]);
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                client.expect("\r\n\r\nok");
                answered.release();
            }
            client.sayClose();
        }
    }

    private void awaitAnswers(int count) throws InterruptedException {
        assertTrue(answered.tryAcquire(count, 60, TimeUnit.SECONDS), "failures: " + failures);
    }

    @Test
    void noRequestFailsWhenCertificatesAreExchangedUnderLoad() throws Exception {
        Server server =
                Server.start(
                        Stage.plain().withTls(Tls.of(first)), exchange -> exchange.respond("ok"));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> ask(server)));
        }
        for (int i = 1; i <= ROUNDS; i++) {
            awaitAnswers(CLIENTS);
            server.tls(Tls.of(i % 2 == 0 ? first : second));
        }
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        server.close();
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(2, seen.size(), "certificates that clients have seen");
        assertEquals(0, server.ledger().closed(CloseCause.TLS_FAILED));
    }

    @Test
    void noRequestFailsWhenTheServerIsDrainedUnderLoad() throws Exception {
        Server old =
                Server.start(
                        Stage.plain().withTls(Tls.of(Trusting.OWN)),
                        exchange -> exchange.respond("ok"));
        CountDownLatch connected = new CountDownLatch(CLIENTS);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> askUntilClosed(old, connected)));
        }
        // Whoever connects later finds nobody who accepts.
        assertTrue(connected.await(60, TimeUnit.SECONDS), failures::toString);
        awaitAnswers(5 * CLIENTS);
        DrainReport report = old.drain(Duration.ofSeconds(20));
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertTrue(report.cut().isEmpty(), "" + report);
    }

    private static String ask(TlsTalker client) throws IOException {
        client.send(GET);
        return client.expect("\r\n\r\nok");
    }

    /** Each connection carries requests until its response announces the end. */
    private void askUntilClosed(Server server, CountDownLatch connected) {
        try (TlsTalker client = TlsTalker.connect(server.address(), "TLSv1.3")) {
            String heard = ask(client);
            connected.countDown();
            while (!heard.contains("Connection: close")) {
                heard = ask(client);
                answered.release();
            }
            client.sayClose();
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void aServerOfPlainHttpHasNoCertificatesToExchange() throws Exception {
        try (Server server = Server.start(Stage.plain(), exchange -> exchange.respond("ok"))) {
            assertThrows(IllegalStateException.class, () -> server.tls(Tls.of(first)));
        }
    }
}
