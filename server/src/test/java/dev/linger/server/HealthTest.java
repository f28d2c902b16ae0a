package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void isUpUntilACheckFailsOrItLeaves() throws Exception {
        AtomicBoolean database = new AtomicBoolean(true);
        Health health = new Health().check("the database", database::get);
        try (Server server = Server.start(Stage.settings(), new Routes().get("/health", health))) {
            assertEquals("up\n", asked(server, 200));
            database.set(false);
            assertEquals("the database is down\n", asked(server, 503));
            health.leave("shutting down");
            database.set(true);
            assertEquals("shutting down\n", asked(server, 503));
        }
    }

    @Test
    void aCheckThatThrowsDoesNotHold() throws Exception {
        Health health =
                new Health()
                        .check(
                                "the cache",
                                () -> {
                                    throw new IllegalStateException("no answer");
                                });
        try (Server server = Server.start(Stage.settings(), health)) {
            assertEquals(
                    "the cache is down: java.lang.IllegalStateException: no answer\n",
                    asked(server, 503));
        }
    }

    private static String asked(Server server, int status) throws Exception {
        Answer answer = Answer.to(server, "GET /health HTTP/1.1");
        assertEquals(status, answer.status());
        return answer.body();
    }
}
