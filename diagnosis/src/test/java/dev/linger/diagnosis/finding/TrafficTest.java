package dev.linger.diagnosis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrafficTest {
    private static final int SERVERS = 40;

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
        return life(client, server, closing, talk, 0);
    }

    private static JudgedLife life(
            Endpoint client, Endpoint server, Closing closing, Talk talk, long atNanos) {
        Moment moment = new Moment(1, atNanos);
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

    /** Connections of this client to many servers over a day, each with other numbers. */
    private void aDayOf(int client) {
        Closing closing =
                new Closing(
                        CloseCause.SURPLUS,
                        DecidedBy.CLIENT,
                        ClosedFirst.BOTH,
                        Manner.FIN,
                        Phase.IDLE);
        for (int hour = 0; hour < 24; hour++) {
            traffic.accept(
                    life(
                            Endpoint.ofIpv4(client, 50_000 + hour),
                            Endpoint.ofIpv4(client % SERVERS, 80),
                            closing,
                            http(hour * 1000 + client, "nginx"),
                            (hour * 3600L + client) * 1_000_000_000L));
        }
    }

    @Test
    void tenThousandClientsOverADayAreKeptInEightMillionNumbers() {
        for (int client = 0; client < 10_000; client++) {
            aDayOf(client);
        }
        List<Tally> all = new ArrayList<>();
        for (ServerTraffic server : traffic.servers()) {
            all.add(server.all());
            server.clients().forEach(client -> all.add(client.all()));
        }
        assertEquals(Traffic.MOST_CLIENTS + SERVERS, all.size());
        long numbers = all.stream().mapToLong(TrafficTest::numbers).sum();
        assertTrue(numbers < 8_000_000, () -> numbers + " numbers");
        assertEquals(Detail.MOST_FINE, all.stream().filter(tally -> lives(tally) == 3).count());
        assertTrue(all.stream().mapToLong(TrafficTest::lives).sum() < 10_000);
    }

    /** That a tally holds: of series two for each step. */
    private static long numbers(Tally tally) {
        Series[] series = {
            tally.opened(),
            tally.open(),
            tally.clientPorts(),
            tally.timeWaitsAtClient(),
            tally.timeWaitsAtServer()
        };
        return 2 * Arrays.stream(series).mapToLong(one -> one.amounts().length).sum()
                + tally.byRequests().size();
    }

    private static long lives(Tally tally) {
        return tally.ends().stream().mapToLong(kind -> kind.samples().kept().size()).sum();
    }

    @Test
    void requestsOfMoreNumbersThanAreToldApartCountWithALowerOne() {
        Tally tally = new Tally(Detail.COARSE);
        Closing closing =
                new Closing(
                        CloseCause.IDLE_TIMEOUT,
                        DecidedBy.SERVER,
                        ClosedFirst.SERVER,
                        Manner.FIN,
                        Phase.IDLE);
        Endpoint end = Endpoint.ofIpv4(1, 80);
        for (int requests = 1; requests <= 1000; requests++) {
            tally.accept(life(end, end, closing, http(requests, "nginx")));
        }
        assertEquals(16, tally.byRequests().size());
        assertEquals(985, tally.byRequests().get(16));
        assertEquals(1000, tally.mostRequests());
        assertEquals(500_500, tally.requests());
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseHasItsHarm(CloseCause cause) {
        int harm = LikeEnds.harm(cause);
        assertEquals(harm, Math.clamp(harm, 0, 3));
    }
}
