package dev.linger.cli.live;

import dev.linger.cli.live.scene.OwnClient;
import dev.linger.client.ClientBuilder;
import dev.linger.client.Deadlines;
import dev.linger.client.PoolLimits;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What Linger's own client wrote of each connection is what its packets say. */
@RealPrograms
class OwnClientLiveTest {
    private static final Duration BRIEF = Duration.ofMillis(500);
    private static final String CLOSE = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    private static final UnaryOperator<ClientBuilder> AS_IT_IS = UnaryOperator.identity();

    private static UnaryOperator<ClientBuilder> with(UnaryOperator<Deadlines> change) {
        return builder -> builder.deadlines(change.apply(Deadlines.defaults()));
    }

    private static void keep(Guest guest) throws Exception {
        while (guest.awaitRequest()) {
            guest.answer("ok");
        }
    }

    /** Serves one request with this, and closes. */
    private static RawServer.Script once(String response) {
        return guest -> {
            guest.awaitRequest();
            guest.send(response);
        };
    }

    private static final OwnClient ASKED =
            new OwnClient(
                    "client-close-requested",
                    AS_IT_IS,
                    guest -> {
                        guest.awaitRequest();
                        guest.send(CLOSE + "Content-Length: 2\r\n\r\nok").awaitEnd();
                    },
                    caller -> {
                        caller.get();
                        caller.get();
                        caller.awaitEnds(2);
                    });
    private static final OwnClient UNTIL_CLOSE =
            new OwnClient(
                    "client-until-close",
                    AS_IT_IS,
                    once("HTTP/1.1 200 OK\r\n\r\nok"),
                    OwnClient.Caller::get);
    private static final OwnClient IDLE_SERVER =
            new OwnClient(
                    "client-idle-server",
                    AS_IT_IS,
                    guest -> {
                        while (guest.awaitByte(Duration.ofSeconds(1)) && guest.awaitRequest()) {
                            guest.answer("ok");
                        }
                    },
                    caller -> {
                        for (int i = 1; i <= 4; i++) {
                            caller.get();
                            caller.awaitEnds(i);
                        }
                    });
    private static final OwnClient IDLE =
            new OwnClient(
                    "client-idle",
                    builder ->
                            builder.poolLimits(
                                    PoolLimits.defaults().withIdle(Duration.ofSeconds(2))),
                    OwnClientLiveTest::keep,
                    caller -> {
                        // One by one: it looks around four times a second, and ends together what
                        // is over by then.
                        for (int i = 1; i <= 4; i++) {
                            caller.get();
                            caller.awaitEnds(i);
                        }
                    });
    private static final OwnClient NO_ANSWER =
            new OwnClient("client-no-response", AS_IT_IS, once(""), OwnClient.Caller::get);
    private static final OwnClient HALF =
            new OwnClient(
                    "client-truncated",
                    AS_IT_IS,
                    once("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
                    OwnClient.Caller::get);
    private static final OwnClient RESET =
            new OwnClient(
                    "client-reset",
                    AS_IT_IS,
                    guest -> {
                        guest.awaitRequest();
                        guest.does(new Misbehaviour.Reset());
                    },
                    OwnClient.Caller::get);
    private static final OwnClient NO_HTTP =
            new OwnClient(
                    "client-bad-message",
                    AS_IT_IS,
                    guest -> {
                        guest.awaitRequest();
                        guest.send("SSH-2.0-OpenSSH\r\n\r\n").awaitEnd();
                    },
                    OwnClient.Caller::get);
    private static final OwnClient SLOW =
            new OwnClient(
                    "client-response-timeout",
                    with(deadlines -> deadlines.withFirstByte(BRIEF)),
                    guest -> {
                        guest.awaitRequest();
                        guest.awaitEnd();
                    },
                    caller -> caller.together(4));
    private static final OwnClient STALLED =
            new OwnClient(
                    "client-body-timeout",
                    with(deadlines -> deadlines.withBetweenBytes(BRIEF)),
                    guest -> {
                        guest.awaitRequest();
                        guest.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").awaitEnd();
                    },
                    OwnClient.Caller::get);
    private static final OwnClient LEFT =
            new OwnClient(
                    "client-unread-body",
                    AS_IT_IS,
                    guest -> {
                        guest.awaitRequest();
                        guest.answer("x".repeat(3_000_000));
                        guest.awaitEnd();
                    },
                    OwnClient.Caller::leave);
    private static final OwnClient CLOSED =
            new OwnClient("client-drain", AS_IT_IS, OwnClientLiveTest::keep, OwnClient.Caller::get);

    @Test
    void agreesOnClosesThatTheServerAnnounced() {
        ASKED.agrees("2 close-requested server client fin idle");
    }

    @Test
    void agreesOnBodiesThatOnlyTheCloseEnds() {
        UNTIL_CLOSE.agrees("1 body-until-close server server fin *");
    }

    @Test
    void agreesOnTheServersIdleTimeout() {
        IDLE_SERVER.agrees("4 idle-timeout server server fin idle");
    }

    @Test
    void agreesOnItsOwnIdleTimeout() {
        IDLE.agrees("4 idle-timeout client client fin idle");
    }

    @Test
    void agreesOnRequestsWithoutAnAnswer() {
        NO_ANSWER.agrees("1 no-response server server fin handling");
        RESET.agrees("1 no-response server server reset handling");
    }

    @Test
    void agreesOnResponsesThatBreak() {
        HALF.agrees("1 truncated server server fin response-body");
    }

    @Test
    void agreesOnWhatCannotBeRead() {
        NO_HTTP.agrees("1 bad-message client client fin *");
    }

    @Test
    void agreesOnServersThatAreSlow() {
        SLOW.agrees("4 response-timeout client client fin handling");
        STALLED.agrees("1 body-timeout client client fin response-body");
    }

    @Test
    void agreesOnBodiesThatTheProgramDidNotRead() {
        LEFT.agrees("1 unread-body client client reset response-body");
    }

    @Test
    void agreesOnItsOwnEnd() {
        CLOSED.differs(
                Map.of("drain client client fin", "surplus client client fin"),
                "1 surplus client client fin idle");
    }
}
