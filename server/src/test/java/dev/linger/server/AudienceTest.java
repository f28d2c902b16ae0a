package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.JudgedLife;
import dev.linger.testkit.ManualClock;
import dev.linger.testkit.Misbehaviour.HalfClose;
import dev.linger.testkit.RawClient;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AudienceTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    /** Fails at all it is told. */
    private static final class Faulty implements Listener {
        @Override
        public boolean wantsExchanges() {
            throw new NoClassDefFoundError("wantsExchanges");
        }

        @Override
        public void exchanged(ExchangeRecord exchange) {
            throw new NoClassDefFoundError("exchanged");
        }

        @Override
        public void closed(JudgedLife life) {
            throw new IllegalStateException("closed");
        }

        @Override
        public void told(String sentence) {
            throw new NoClassDefFoundError("told");
        }
    }

    @Test
    void exchangesAreRecordedWhereAListenerWantsThem() {
        Listener without =
                new Listener() {
                    @Override
                    public boolean wantsExchanges() {
                        return false;
                    }
                };
        assertFalse(new Audience(List.of(without)).wantsExchanges());
        assertFalse(new Audience(List.of(new Faulty())).wantsExchanges());
        assertTrue(new Audience(List.of(without, new Listener() {})).wantsExchanges());
    }

    @Test
    void whatNoListenerLogsTheServerLogs() {
        Throwable reason = new IllegalStateException("no such order");
        SystemLogTest.Kept kept = new SystemLogTest.Kept();
        new Audience(List.of(new Listener() {}), kept).tellFailure("a handler failed", reason);
        assertSame(reason, kept.lines.getFirst().thrown());
        Listener logging =
                new Listener() {
                    @Override
                    public boolean logsFailures() {
                        return true;
                    }
                };
        new Audience(List.of(new Listener() {}, logging), kept).tellFailure("again", reason);
        assertEquals(1, kept.lines.size());
    }

    @Test
    void aListenerThatFailsChangesNothing() throws Exception {
        LinkedBlockingQueue<JudgedLife> lives = new LinkedBlockingQueue<>();
        Listener other =
                new Listener() {
                    @Override
                    public void closed(JudgedLife life) {
                        lives.add(life);
                    }
                };
        ManualClock clock = new ManualClock();
        Handler handler = exchange -> exchange.respond("ok");
        try (Server server = Server.start(Stage.settings(), handler, new Faulty(), other);
                RawClient bad = RawClient.connect(server.address(), clock);
                RawClient good = RawClient.connect(server.address(), clock)) {
            assertTrue(bad.send("nonsense\r\n\r\n").expectEnd().startsWith("HTTP/1.1 400 "));
            bad.does(new HalfClose());
            JudgedLife life = lives.poll(10, TimeUnit.SECONDS);
            assertTrue(life != null && server.ledger().closed() == 1);
            good.send(GET).expect("ok");
            good.send(GET).expect("ok");
            assertEquals(1, server.open());
            good.does(new HalfClose());
            assertTrue(lives.poll(10, TimeUnit.SECONDS) != null);
        }
    }
}
