package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import dev.linger.linux.Census;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last picture for Prometheus, as OpenMetrics or in its older text format. The names are in
 * docs/watch.md; of servers and destinations only the busiest have lines of their own, so that
 * there are never many.
 */
final class Exposition implements MultiCollector, AutoCloseable {
    private static final int MOST_DESTINATIONS = 50;
    private static final int MOST_SERVERS = 200;

    private final HTTPServer server;
    private volatile @Nullable Snapshot picture;

    /**
     * @param port 0 takes a free one
     */
    Exposition(int port) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(this);
        try {
            server = HTTPServer.builder().port(port).registry(registry).buildAndStart();
        } catch (IOException e) {
            throw new Refusal("--prometheus " + port + ": cannot listen there: " + e.getMessage());
        }
    }

    int port() {
        return server.getPort();
    }

    void show(Snapshot next) {
        picture = next;
    }

    @Override
    public MetricSnapshots collect() {
        Snapshot shown = picture;
        if (shown == null) {
            return MetricSnapshots.of();
        }
        List<MetricSnapshot> all =
                new ArrayList<>(
                        List.of(
                                states(shown),
                                listening(shown),
                                queues(shown),
                                destinations(shown),
                                ports(shown),
                                range(shown),
                                portsInUse(shown),
                                unclosedAge(shown),
                                fullAge(shown)));
        shown.endings().ifPresent(endings -> all.addAll(ended(endings)));
        return new MetricSnapshots(all);
    }

    private static List<MetricSnapshot> ended(Endings.Told endings) {
        CounterSnapshot unkept =
                counter(
                        "linger_time_wait_overflows",
                        "Connections that ended without TIME_WAIT because its table was full.",
                        endings.unkept());
        if (!endings.areTold()) {
            return List.of(unkept);
        }
        return List.of(
                unkept,
                counter("linger_ended_sockets", "TCP sockets that ended.", endings.ended()),
                counter(
                        "linger_aborted_sockets",
                        "TCP sockets that ended without a FIN of this side.",
                        endings.aborted()),
                counter(
                        "linger_lost_events",
                        "Ends of sockets that the kernel could not tell.",
                        endings.lost()));
    }

    private static GaugeSnapshot states(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("linger_sockets").help("TCP sockets by state.");
        for (TcpState state : TcpState.values()) {
            gauge.dataPoint(point(shown.in(state), Labels.of("state", state.word())));
        }
        return gauge.build();
    }

    private static GaugeSnapshot listening(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("linger_server_sockets")
                        .help(
                                "Sockets of connections accepted here, by address, port and"
                                        + " state; in time-wait: closed first here.");
        for (Census.Listening server : busiestServers(shown)) {
            for (TcpState state : SocketCount.STATES) {
                gauge.dataPoint(
                        point(
                                server.count().in(state),
                                labels(server).merge(Labels.of("state", state.word()))));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot queues(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("linger_accept_queue_ratio")
                        .help("Connections not accepted yet, as a share of the backlog.");
        for (Census.Listening server : busiestServers(shown)) {
            if (!Double.isNaN(server.fullest())) {
                gauge.dataPoint(point(server.fullest(), labels(server)));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot destinations(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("linger_client_sockets")
                        .help(
                                "Sockets connected from here, by destination and state; in"
                                        + " time-wait: closed first here.");
        for (Snapshot.Destination one : busiest(shown)) {
            for (TcpState state : SocketCount.STATES) {
                gauge.dataPoint(
                        point(
                                one.count().in(state),
                                Labels.of(
                                        "source",
                                        one.to().source().address(),
                                        "destination",
                                        one.to().destination().toString(),
                                        "state",
                                        state.word())));
            }
        }
        return gauge.build();
    }

    private static GaugeSnapshot ports(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("linger_local_ports_taken")
                        .help("Local ports that no new connection to a destination can have.");
        for (Snapshot.Destination one : busiest(shown)) {
            gauge.dataPoint(
                    point(
                            one.taken(),
                            Labels.of(
                                    "source",
                                    one.to().source().address(),
                                    "destination",
                                    one.to().destination().toString())));
        }
        return gauge.build();
    }

    private static GaugeSnapshot range(Snapshot shown) {
        return GaugeSnapshot.builder()
                .name("linger_local_ports")
                .help("Local ports that there are for each destination.")
                .dataPoint(point(shown.ports().count(), Labels.EMPTY))
                .build();
    }

    private static GaugeSnapshot portsInUse(Snapshot shown) {
        return GaugeSnapshot.builder()
                .name("linger_local_ports_in_use")
                .help("Local ports that connections to any destination hold.")
                .dataPoint(point(shown.census().portsInUse(), Labels.EMPTY))
                .build();
    }

    private static GaugeSnapshot unclosedAge(Snapshot shown) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder()
                        .name("linger_close_wait_age_seconds")
                        .help(
                                "Since the oldest FIN that a program has not answered with its"
                                        + " close.");
        double age = shown.oldestUnclosedSeconds();
        if (!Double.isNaN(age)) {
            gauge.dataPoint(point(age, Labels.EMPTY));
        }
        return gauge.build();
    }

    private static GaugeSnapshot fullAge(Snapshot shown) {
        return GaugeSnapshot.builder()
                .name("linger_full_look_age_seconds")
                .help(
                        "Since the look that told of established and time-wait sockets by port and"
                                + " destination.")
                .dataPoint(point(shown.fullAge().toMillis() / 1000.0, Labels.EMPTY))
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long count) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value((double) count).build())
                .build();
    }

    private static GaugeDataPointSnapshot point(long count, Labels labels) {
        return point((double) count, labels);
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }

    private static Labels labels(Census.Listening server) {
        return Labels.of(
                "address", server.at().address(), "port", Integer.toString(server.at().port()));
    }

    private static List<Census.Listening> busiestServers(Snapshot shown) {
        return shown.servers().stream().limit(MOST_SERVERS).toList();
    }

    private static List<Snapshot.Destination> busiest(Snapshot shown) {
        return shown.destinations().stream().limit(MOST_DESTINATIONS).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
