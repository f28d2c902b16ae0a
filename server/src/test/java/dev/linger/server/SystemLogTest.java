package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.linger.testkit.ManualClock;
import dev.linger.testkit.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SystemLogTest {
    record Line(System.Logger.Level level, String text, @Nullable Throwable thrown) {}

    /** Keeps what it is given. */
    static final class Kept implements System.Logger {
        final List<Line> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "kept";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level == Level.WARNING;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, String text, Throwable thrown) {
            lines.add(new Line(level, text, thrown));
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, String format, Object... values) {
            lines.add(new Line(level, format, null));
        }
    }

    @Test
    void aHandlersExceptionIsLoggedAsItIsWithItsStack() throws Exception {
        Kept kept = new Kept();
        RuntimeException thrown = new IllegalStateException("no such order");
        try (SystemLog log = new SystemLog(kept);
                Server server =
                        Server.start(
                                Settings.of(0),
                                _ -> {
                                    throw thrown;
                                },
                                log);
                RawClient client = RawClient.connect(server.address(), new ManualClock())) {
            client.send("GET /order HTTP/1.1\r\nHost: x\r\n\r\n").expect("HTTP/1.1 500 ");
        }
        assertEquals(1, kept.lines.size());
        Line line = kept.lines.getFirst();
        assertEquals(System.Logger.Level.WARNING, line.level());
        assertEquals(
                "the handler failed to answer GET /order:"
                        + " java.lang.IllegalStateException: no such order",
                line.text());
        assertSame(thrown, line.thrown());
    }
}
