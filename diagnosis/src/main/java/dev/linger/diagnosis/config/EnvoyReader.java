package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Upstream.Pass;
import dev.linger.diagnosis.config.Upstream.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Envoy: the listeners and clusters of a bootstrap file, in YAML or JSON. Not thread-safe. */
final class EnvoyReader {
    private static final double USUAL_IDLE = 3600;
    private static final String OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";

    private static final String ONE_REQUEST = "max_requests_per_connection: 1";

    private final String file;
    private final List<Downstream> downstreams = new ArrayList<>();
    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private EnvoyReader(String file) {
        this.file = file;
    }

    static Configuration read(ConfigText text) {
        EnvoyReader reader = new EnvoyReader(text.file());
        YamlNode root = new YamlNode(reader.compose(text));
        for (YamlNode part : List.of(root, root.at("static_resources"))) {
            part.at("listeners").items().forEach(reader::listener);
            part.at("clusters").items().forEach(reader::cluster);
        }
        for (YamlNode resource : root.at("resources").items()) {
            if (resource.at("@type").text().endsWith(".Listener")) {
                reader.listener(resource);
            } else if (resource.at("@type").text().endsWith(".Cluster")) {
                reader.cluster(resource);
            }
        }
        return new Configuration(reader.downstreams, reader.upstreams, reader.notes);
    }

    private @Nullable Node compose(ConfigText text) {
        // Nodes are shared and not grown, so what guards against growing is not needed.
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setMaxAliasesForCollections(Integer.MAX_VALUE)
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .build();
        try {
            StreamReader characters = new StreamReader(settings, text.text());
            return new Composer(settings, new ParserImpl(settings, characters))
                    .getSingleNode()
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new NotReadable(new Place(file, line), "this is no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new NotReadable(new Place(file, 1), "this is no YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new NotReadable(new Place(file, 1), "its nodes are nested too deeply");
        }
    }

    private void listener(YamlNode listener) {
        List<YamlNode> chains = new ArrayList<>(listener.at("filter_chains").items());
        chains.add(listener.at("default_filter_chain"));
        for (YamlNode chain : chains) {
            for (YamlNode filter : chain.at("filters").items()) {
                YamlNode manager = filter.at("typed_config");
                if (manager.at("@type").text().endsWith(".HttpConnectionManager")) {
                    downstreams.add(downstream(listener, manager));
                }
            }
        }
    }

    private Downstream downstream(YamlNode listener, YamlNode manager) {
        String name = listener.at("name").text();
        return new Downstream(
                Software.ENVOY,
                name.isEmpty() ? "listener" : "listener " + name,
                address(listener.at("address")).map(Address::toString).toList(),
                idleOfClients(manager.at("common_http_protocol_options"), listener),
                place(listener));
    }

    private Idle idleOfClients(YamlNode common, YamlNode listener) {
        YamlNode most = common.at("max_requests_per_connection");
        return most.text().equals("1")
                ? Idle.of(0, ONE_REQUEST, place(most))
                : idle(common, listener);
    }

    private void cluster(YamlNode cluster) {
        YamlNode options =
                cluster.at("typed_extension_protocol_options")
                        .at(OPTIONS)
                        .at("common_http_protocol_options");
        YamlNode common = options.isThere() ? options : cluster.at("common_http_protocol_options");
        List<YamlNode> endpoints = new ArrayList<>();
        for (YamlNode group : cluster.at("load_assignment").at("endpoints").items()) {
            endpoints.addAll(group.at("lb_endpoints").items());
        }
        List<Address> servers =
                endpoints.stream()
                        .flatMap(one -> address(one.at("endpoint").at("address")))
                        .toList();
        if (servers.isEmpty() && !endpoints.isEmpty()) {
            return; // sockets of this host alone, or ones within Envoy
        }
        // Where it stands in the cluster itself, as it did before 1.18, it counts as well.
        YamlNode own = cluster.at("max_requests_per_connection");
        YamlNode most = own.isThere() ? own : common.at("max_requests_per_connection");
        List<Reason> notKept =
                most.text().equals("1")
                        ? List.of(
                                Reason.of(
                                        place(most),
                                        ONE_REQUEST,
                                        "# envoy.yaml: delete max_requests_per_connection of the"
                                                + " cluster"))
                        : List.of();
        upstreams.add(
                new Upstream(
                        Software.ENVOY,
                        "cluster " + cluster.at("name").text(),
                        servers,
                        idle(common, cluster),
                        List.of(new Pass(place(cluster), notKept)),
                        place(cluster)));
    }

    private Idle idle(YamlNode common, YamlNode owner) {
        YamlNode set = common.at("idle_timeout");
        if (!set.isThere()) {
            return Idle.of(USUAL_IDLE, "idle_timeout is not set: 1 h", place(owner));
        }
        Place place = place(set);
        double seconds = Durations.seconds(set.text(), 1, place, notes);
        // 0 switches the timeout off.
        return Idle.of(
                seconds == 0 ? Double.POSITIVE_INFINITY : seconds,
                "idle_timeout: " + set.text(),
                place);
    }

    /** Nothing where it is no address of TCP. */
    private Stream<Address> address(YamlNode address) {
        YamlNode socket = address.at("socket_address");
        if (!socket.isThere()) {
            return Stream.empty();
        }
        String port = socket.at("port_value").text();
        Place place = place(socket.at("port_value"));
        boolean isKnown = port.matches("\\d{1,5}");
        if (port.contains("$")) {
            notes.add(place + ": the port \"" + port + "\" is known only when Envoy starts");
        } else if (!port.isEmpty() && !isKnown) {
            throw new NotReadable(place, "\"" + port + "\" is no port number");
        }
        return Stream.of(Address.of(socket.at("address").text() + ":" + (isKnown ? port : "0"), 0));
    }

    private Place place(YamlNode node) {
        return new Place(file, node.line());
    }
}
