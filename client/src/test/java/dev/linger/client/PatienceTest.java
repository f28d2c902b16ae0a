package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is learned from connections that are idle. Time passes by changing when they were used. */
@Timeout(60)
class PatienceTest {
    private static final Duration LONGER_THAN_UNKNOWN = Duration.ofSeconds(5);

    private static void get(LingerClient client, RawServer server)
            throws IOException, InterruptedException {
        client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
    }

    private static RawServer server(String... fields) throws IOException {
        return RawServer.answering(RawServer.response("200 OK", "ok", fields));
    }

    private static Shelf shelf(LingerClient client) {
        return client.pool().shelves().byRoute().values().iterator().next();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Spin.turn();
        }
    }

    private static void pass(Duration time, Connection one) {
        await(() ->
                one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.CALL)
                        || one.holder.get() == Connection.Holder.NOBODY);
        one.account.responseEnded -= time.toNanos();
        one.holder.compareAndSet(Connection.Holder.CALL, Connection.Holder.SHELF);
    }

    private static void awaitLimit(Duration limit, LingerClient client) {
        Patience patience = shelf(client).patience;
        await(() ->
                patience.limit(Long.MAX_VALUE) >= limit.toNanos() || client.ledger().closed() > 0);
    }

    @Test
    void whoPausesForLongerThanIsKnownToBeSafeLearnsThatItIs() throws Exception {
        try (RawServer server = server();
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            Connection first = shelf(client).idle().getFirst();
            pass(LONGER_THAN_UNKNOWN, first);
            get(client, server);
            assertEquals(2, server.connections());
            for (int looks = 1; looks <= 2; looks++) {
                pass(Duration.ofSeconds(100), first);
                awaitLimit(Duration.ofSeconds(80L * looks), client);
            }
            assertEquals(0, client.ledger().closed());
            pass(LONGER_THAN_UNKNOWN, shelf(client).idle().getFirst());
            get(client, server);
            assertEquals(2, server.connections());
        }
    }

    @Test
    void whoFindsOutGivesWayToACall() throws Exception {
        for (PoolLimits one :
                new PoolLimits[] {
                    PoolLimits.defaults().withPerOrigin(1), PoolLimits.defaults().withInAll(1)
                }) {
            try (RawServer server = server();
                    LingerClient client = LingerClient.newBuilder().poolLimits(one).build()) {
                get(client, server);
                pass(LONGER_THAN_UNKNOWN, shelf(client).idle().getFirst());
                get(client, server);
                assertEquals(2, server.connections());
                assertEquals(1, client.ledger().closed(CloseCause.IDLE_TIMEOUT));
            }
        }
    }

    @Test
    void oneEarlyCloseIsForgottenWhereTheServerAnnouncesMore() throws Exception {
        try (RawServer server = server("Keep-Alive: timeout=50");
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            Patience patience = shelf(client).patience;
            patience.ended(Duration.ofSeconds(12).toNanos());
            assertEquals(Duration.ofSeconds(12).toNanos(), patience.known());
            Connection kept = shelf(client).idle().getFirst();
            pass(Duration.ofSeconds(14), kept);
            awaitLimit(Duration.ofSeconds(40), client);
            assertEquals(0, client.ledger().closed());
            assertEquals(Duration.ofSeconds(50).toNanos(), patience.known());
        }
    }
}
