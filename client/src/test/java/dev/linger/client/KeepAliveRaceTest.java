package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The keep-alive race: a server that closes after 50 ms without a request, and clients that pause
 * for 40 to 60 ms. {@code -Dlinger.race=200000} runs it with as many requests.
 */
@Timeout(1200)
@EnabledOnOs(OS.LINUX)
class KeepAliveRaceTest {
    private static final int REQUESTS = Integer.getInteger("linger.race", 2000);
    private static final int CALLERS = 100;
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration LONGER = Duration.ofSeconds(30);

    private static final long LONG = 10_000_000_000L;

    private final Map<String, AtomicInteger> applied = new ConcurrentHashMap<>();
    private final Map<String, Delivery> failed = new ConcurrentHashMap<>();
    private final List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());

    /** A client for each caller: a connection that they shared would hardly ever be idle. */
    private static final class Clients implements AutoCloseable {
        final List<LingerClient> all =
                Stream.generate(LingerClient::newHttpClient).limit(CALLERS).toList();

        long sum(ToLongFunction<Ledger> figure) {
            return all.stream().map(LingerClient::ledger).mapToLong(figure).sum();
        }

        @Override
        public void close() {
            all.forEach(LingerClient::close);
        }
    }

    /**
     * By a channel, whose close is one system call, as it is of other programs: where a byte lies
     * unread, a Socket of Java sends a FIN before its RST, and between both the kernel says that
     * all was delivered.
     */
    private RawServer start() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024);
        return RawServer.start(listener.socket(), this::serve);
    }

    private void serve(Guest guest) throws IOException {
        // The first request has time: its connection is not kept yet.
        for (Duration patience = LONGER;
                guest.awaitByte(patience) && guest.awaitRequest();
                patience = PATIENCE) {
            String request = guest.request();
            String path = request.substring(request.indexOf('/'), request.indexOf(" HTTP"));
            applied.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
            guest.answer(path);
        }
    }

    /** With {@code learning}, few requests cross the close; without, as many as can. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noGetFailsAndNoPostIsAppliedTwice(boolean learning) throws Exception {
        try (RawServer server = start();
                Clients clients = new Clients()) {
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                int number = caller;
                callers.add(
                        Thread.ofVirtual()
                                .start(() ->
                                        call(clients.all.get(number), server, number, learning)));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertEquals(List.of(), wrong);
            Map<Delivery, Integer> deliveries = new EnumMap<>(Delivery.class);
            failed.forEach((path, delivery) -> {
                deliveries.merge(delivery, 1, Integer::sum);
                int times = times(path);
                assertTrue(times <= 1, path + " was applied " + times + " times");
                assertTrue(
                        delivery != Delivery.NOT_DELIVERED || times == 0,
                        path + " was applied, and said to be not delivered");
                assertTrue(
                        delivery != Delivery.DELIVERED || times == 1,
                        path + " was not applied, and said to be delivered");
            });
            System.out.println(
                    REQUESTS
                            + " requests on "
                            + clients.sum(Ledger::connections)
                            + " connections, "
                            + clients.sum(Ledger::retries)
                            + " sent again, failed POSTs: "
                            + deliveries);
        }
    }

    private int times(String path) {
        AtomicInteger count = applied.get(path);
        return count == null ? 0 : count.get();
    }

    private void call(LingerClient client, RawServer server, int number, boolean learning) {
        for (int i = 0; i < REQUESTS / CALLERS; i++) {
            boolean post = i % 2 == 0;
            if (!learning) {
                client.pool()
                        .shelves()
                        .byRoute()
                        .values()
                        .forEach(one -> one.patience.survived(LONG));
            }
            String path = "/" + (post ? "post/" : "get/") + number + "/" + i;
            HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
            if (post) {
                request.POST(BodyPublishers.ofString("pay"));
            }
            try {
                client.send(request.build(), BodyHandlers.ofString());
                if (post && times(path) != 1) {
                    wrong.add(path + " was answered and applied " + times(path) + " times");
                }
                Thread.sleep(40, ThreadLocalRandom.current().nextInt(1_000_000));
                Thread.sleep(ThreadLocalRandom.current().nextInt(20));
            } catch (BrokenExchangeException e) {
                if (!post) {
                    wrong.add(path + ": " + e.getMessage());
                }
                failed.put(path, e.delivery());
            } catch (IOException | InterruptedException e) {
                wrong.add(path + ": " + e);
            }
        }
    }
}
