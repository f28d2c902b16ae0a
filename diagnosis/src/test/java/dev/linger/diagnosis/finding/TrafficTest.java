package dev.linger.diagnosis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Pauses;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {
    private final Traffic traffic = new Traffic();

    private static JudgedLife between(Endpoint client, Endpoint server) {
        return life(
                client,
                server,
                new Closing(
                        CloseCause.REFUSED,
                        DecidedBy.SERVER,
                        ClosedFirst.SERVER,
                        Manner.REFUSED,
                        Phase.CONNECTING),
                new Talk.Nothing());
    }

    private static JudgedLife life(
            int address, CloseCause cause, ClosedFirst closedFirst, Manner manner, Talk talk) {
        return life(
                Endpoint.ofIpv4(1, 50000),
                Endpoint.ofIpv4(address, 80),
                new Closing(cause, DecidedBy.SERVER, closedFirst, manner, Phase.IDLE),
                talk);
    }

    private static JudgedLife life(Endpoint client, Endpoint server, Closing closing, Talk talk) {
        Moment moment = new Moment(1, 0);
        ConnectionLife life =
                new ConnectionLife(
                        1,
                        client,
                        server,
                        SeenBy.CAPTURE,
                        moment,
                        new Opening(moment, null, null, 1, 0, null, -1),
                        Half.UNSEEN,
                        Half.UNSEEN,
                        talk,
                        new Ending(
                                closing.closedFirst(),
                                closing.manner(),
                                Phase.IDLE,
                                moment,
                                moment,
                                0),
                        List.of());
        Evidence evidence = new Evidence(moment, "seen");
        return new JudgedLife(
                life, new Verdict(closing, Confidence.CERTAIN, List.of(evidence), List.of()));
    }

    private static Talk http(int requests, String product) {
        return new Talk.Http(
                requests,
                requests,
                0,
                null,
                null,
                null,
                -1,
                -1,
                product,
                null,
                false,
                false,
                Pauses.NONE,
                null,
                null,
                null,
                false);
    }

    private void accept(int times, JudgedLife life) {
        for (int time = 0; time < times; time++) {
            traffic.accept(life);
        }
    }

    @Test
    void countsAlikeEndsOfAServerAndKeepsTheFirst() {
        JudgedLife idle =
                life(7, CloseCause.IDLE_TIMEOUT, ClosedFirst.SERVER, Manner.FIN, http(3, "nginx"));
        accept(3, idle);
        accept(1, life(7, CloseCause.ABORT, ClosedFirst.CLIENT, Manner.RESET, new Talk.Nothing()));
        ServerTraffic server = traffic.servers().getFirst();
        assertEquals(4, server.all().connections());
        assertEquals(3, server.all().readable());
        assertEquals(9, server.all().requests());
        assertEquals("nginx", server.all().product());
        assertEquals(2, server.all().ends().size());
        assertEquals(
                List.of(
                        new Tally.Share<>(TimeWaitAt.SERVER, 3),
                        new Tally.Share<>(TimeWaitAt.NOBODY, 1)),
                server.all().sharesBy(LikeEnds::timeWaitAt));
        LikeEnds group =
                server.all().ends().stream()
                        .filter(one -> one.count() == 3)
                        .findFirst()
                        .orElseThrow();
        assertSame(idle, group.samples().kept().getFirst());
    }

    @Test
    void theWidestServerComesFirst() {
        Talk nothing = new Talk.Nothing();
        accept(1, life(1, CloseCause.OPEN, ClosedFirst.NOBODY, Manner.OPEN, nothing));
        accept(2, life(2, CloseCause.OPEN, ClosedFirst.NOBODY, Manner.OPEN, nothing));
        assertEquals(
                List.of("0.0.0.2:80", "0.0.0.1:80"),
                traffic.servers().stream().map(server -> server.endpoint().toString()).toList());
    }

    @Test
    void countsServersBeyondTheMostTogether() {
        for (int server = 0; server < Traffic.MOST_SERVERS + 10; server++) {
            accept(
                    1,
                    life(
                            server,
                            CloseCause.REFUSED,
                            ClosedFirst.SERVER,
                            Manner.REFUSED,
                            new Talk.Nothing()));
        }
        assertEquals(Traffic.MOST_SERVERS, traffic.servers().size());
        assertEquals(10, traffic.connectionsBeyond());
        assertEquals(Traffic.MOST_SERVERS + 10, traffic.connections());
    }

    @Test
    void clientsAreToldApartAsFarAsTheRoomForAllServersGoes() {
        int clients = Traffic.MOST_CLIENTS + ServerTraffic.MOST_CLIENTS;
        for (int client = 0; client < clients; client++) {
            Endpoint server = Endpoint.ofIpv4(client / ServerTraffic.MOST_CLIENTS, 80);
            traffic.accept(between(Endpoint.ofIpv4(client, 50000), server));
        }
        long apart = traffic.servers().stream().mapToLong(one -> one.clients().size()).sum();
        long rest = traffic.servers().stream().mapToLong(ServerTraffic::connectionsBeyond).sum();
        assertEquals(Traffic.MOST_CLIENTS, apart);
        assertEquals(ServerTraffic.MOST_CLIENTS, rest);
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseHasItsHarm(CloseCause cause) {
        int harm = LikeEnds.harm(cause);
        assertEquals(harm, Math.clamp(harm, 0, 3));
    }
}
