package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Upstream.Pass;
import dev.linger.diagnosis.config.Upstream.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** nginx: servers and proxied locations, with what they inherit. Not thread-safe. */
final class NginxReader {
    private static final double USUAL_IDLE = 75;
    private static final double USUAL_UPSTREAM_IDLE = 60;

    private static final String INSTEAD = "# instead of the proxy_pass:";
    private static final String WHERE = "# where proxy_pass stands:";

    private final List<Downstream> downstreams = new ArrayList<>();
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, NginxDirective> groups = new LinkedHashMap<>();
    private final List<NginxDirective> maps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private NginxReader() {}

    static Configuration read(ConfigText text, Includes includes) {
        NginxReader reader = new NginxReader();
        List<NginxDirective> all;
        if (NginxDump.is(text)) {
            NginxDump dump = NginxDump.of(text, reader.notes);
            all = NginxGrammar.parse(dump.main(), dump::matching);
        } else {
            all = NginxGrammar.parse(text, includes);
        }
        List<NginxDirective> https = NginxDirective.named(all, "http").toList();
        if (https.isEmpty()) {
            reader.http(all); // a file that others include within their http block
        } else {
            https.forEach(http -> reader.http(http.block()));
        }
        return new Configuration(
                reader.downstreams, List.copyOf(reader.upstreams.values()), reader.notes);
    }

    /** Blocks from the inside out. */
    private record Scope(List<List<NginxDirective>> blocks) {

        Scope with(List<NginxDirective> inner) {
            return new Scope(Stream.concat(Stream.of(inner), blocks.stream()).toList());
        }

        /** Those of this name in the innermost block that has any: so nginx inherits. */
        List<NginxDirective> find(String name) {
            return blocks.stream()
                    .map(block -> NginxDirective.named(block, name).toList())
                    .filter(found -> !found.isEmpty())
                    .findFirst()
                    .orElse(List.of());
        }
    }

    private void http(List<NginxDirective> block) {
        NginxDirective.named(block, "upstream")
                .forEach(one -> groups.put(one.word().toLowerCase(Locale.ROOT), one));
        NginxDirective.named(block, "map").forEach(maps::add);
        Scope scope = new Scope(List.of(block));
        NginxDirective.named(block, "server").forEach(server -> server(server, scope));
    }

    private void server(NginxDirective server, Scope outer) {
        Scope scope = outer.with(server.block());
        List<NginxDirective> listen = NginxDirective.named(server.block(), "listen").toList();
        List<String> listens =
                listen.stream()
                        .map(NginxDirective::word)
                        .filter(word -> !isSocketOfHost(word))
                        .flatMap(Address::each)
                        .map(word -> Address.of(word, 80))
                        .map(address -> address.host() + ":" + address.port())
                        .toList();
        String name =
                NginxDirective.named(server.block(), "server_name")
                        .map(one -> " " + one.word())
                        .findFirst()
                        .orElse("");
        Downstream whole =
                new Downstream(
                        Software.NGINX,
                        "server" + name,
                        listen.isEmpty() ? List.of("80") : listens,
                        idle(scope, server.place()),
                        server.place());
        downstreams.add(whole);
        locations(whole, whole.idle(), server.block(), scope);
        proxied(server.block(), scope);
    }

    /**
     * What a location says holds for connections of which it answered the last request.
     *
     * @param outer what holds where it says nothing
     */
    private void locations(Downstream server, Idle outer, List<NginxDirective> block, Scope scope) {
        NginxDirective.named(block, "location")
                .forEach(one -> {
                    Scope inner = scope.with(one.block());
                    Idle idle = setsIdle(one) ? idle(inner, server.place()) : outer;
                    if (Double.compare(idle.seconds(), outer.seconds()) != 0) {
                        downstreams.add(
                                new Downstream(
                                        Software.NGINX,
                                        server.name() + ", " + one.shown(),
                                        server.listens(),
                                        idle,
                                        one.place()));
                    }
                    locations(server, idle, one.block(), inner);
                });
    }

    private static boolean setsIdle(NginxDirective location) {
        return Stream.of("keepalive_timeout", "keepalive_requests")
                .flatMap(name -> NginxDirective.named(location.block(), name))
                .findAny()
                .isPresent();
    }

    private static boolean isSocketOfHost(String address) {
        return address.startsWith("unix:");
    }

    private Idle idle(Scope scope, Place server) {
        List<NginxDirective> requests = scope.find("keepalive_requests");
        if (!requests.isEmpty() && isOne(requests.getLast())) {
            return Idle.of(0, requests.getLast().shown(), requests.getLast().place());
        }
        List<NginxDirective> set = scope.find("keepalive_timeout");
        if (set.isEmpty()) {
            return Idle.of(USUAL_IDLE, "keepalive_timeout is not set: 75 s", server);
        }
        return idle(set.getLast());
    }

    /** Whether no second request comes: ngx_http_update_location_config() counts the first. */
    private static boolean isOne(NginxDirective requests) {
        return requests.word().matches("0*[01]");
    }

    private Idle idle(NginxDirective set) {
        double seconds = Durations.seconds(set.word(), 1, set.place(), notes);
        return Idle.of(seconds, set.shown(), set.place());
    }

    private void proxied(List<NginxDirective> block, Scope scope) {
        for (NginxDirective one : block) {
            if (one.name().equals("proxy_pass")) {
                pass(one, scope);
            } else if (!one.block().isEmpty()) {
                proxied(one.block(), scope.with(one.block()));
            }
        }
    }

    private void pass(NginxDirective pass, Scope scope) {
        if (pass.word().contains("$")) {
            notes.add(
                    pass.place()
                            + ": the servers of \""
                            + pass.shown()
                            + "\" are known only when a request comes");
            return;
        }
        String host = Address.authority(pass.word());
        if (isSocketOfHost(host)) {
            return;
        }
        NginxDirective group = groups.get(host.toLowerCase(Locale.ROOT));
        if (group != null && isOfHostAlone(group)) {
            return;
        }
        Upstream one = group == null ? single(pass, scope) : grouped(group, pass, scope);
        upstreams.merge(one.name(), one, Upstream::withAlso);
    }

    private static boolean isOfHostAlone(NginxDirective group) {
        return servers(group).findAny().isPresent()
                && servers(group).allMatch(NginxReader::isSocketOfHost);
    }

    private static Stream<String> servers(NginxDirective group) {
        return NginxDirective.named(group.block(), "server").map(NginxDirective::word);
    }

    private Upstream single(NginxDirective pass, Scope scope) {
        Address server = Address.ofUri(pass.word());
        List<String> fix = new ArrayList<>(withKeepalive("upstream backend", List.of(server)));
        fix.add(INSTEAD);
        fix.add(pass.word().replaceFirst("^(\\w+://)[^/?]*", "proxy_pass $1backend") + ";");
        fix.add(
                "# Host and the name for TLS are now \"backend\", unless proxy_set_header Host and");
        fix.add("# proxy_ssl_name say others");
        List<Reason> notKept = new ArrayList<>();
        notKept.add(
                Reason.of(
                        pass.place(),
                        pass.shown() + " (no upstream block with keepalive)",
                        fix.toArray(String[]::new)));
        notKept.addAll(asksToClose(pass, scope));
        return new Upstream(
                Software.NGINX_UPSTREAM,
                "proxy_pass " + server,
                List.of(server),
                Idle.of(0, "connections are not kept", pass.place()),
                List.of(new Pass(pass.place(), notKept)),
                pass.place());
    }

    private Upstream grouped(NginxDirective group, NginxDirective pass, Scope scope) {
        // A server without a port is asked at port 80, also where proxy_pass says https.
        List<Address> servers =
                servers(group)
                        .filter(word -> !isSocketOfHost(word))
                        .map(word -> Address.of(word, 80))
                        .toList();
        List<Reason> notKept = new ArrayList<>(keepsNone(group, servers));
        notKept.addAll(asksToClose(pass, scope));
        Idle idle =
                NginxDirective.named(group.block(), "keepalive_timeout")
                        .findFirst()
                        .map(this::idle)
                        .orElse(
                                Idle.of(
                                        USUAL_UPSTREAM_IDLE,
                                        "keepalive_timeout is not set: 60 s",
                                        group.place()));
        return new Upstream(
                Software.NGINX_UPSTREAM,
                "upstream " + group.word(),
                servers,
                idle,
                List.of(new Pass(pass.place(), notKept)),
                group.place());
    }

    private static List<Reason> keepsNone(NginxDirective group, List<Address> servers) {
        List<Reason> reasons = new ArrayList<>();
        String[] fix = withKeepalive("upstream " + group.word(), servers).toArray(String[]::new);
        List<NginxDirective> keepalive = NginxDirective.named(group.block(), "keepalive").toList();
        if (keepalive.isEmpty()) {
            reasons.add(Reason.old(group.place(), "upstream without keepalive", fix));
        } else if (keepalive.getLast().word().equals("0")) {
            reasons.add(Reason.of(keepalive.getLast().place(), keepalive.getLast().shown(), fix));
        }
        NginxDirective.named(group.block(), "keepalive_requests")
                .filter(NginxReader::isOne)
                .map(one -> Reason.of(one.place(), one.shown(), "# delete " + one.shown()))
                .forEach(reasons::add);
        return reasons;
    }

    private static List<String> withKeepalive(String group, List<Address> servers) {
        List<String> lines = new ArrayList<>();
        lines.add("# nginx.conf, http block:");
        lines.add(group + " {");
        servers.forEach(one -> lines.add("    server " + one + ";"));
        lines.add("    keepalive 32;");
        lines.add("}");
        return lines;
    }

    /** By its version of HTTP, or by the field Connection. */
    private List<Reason> asksToClose(NginxDirective pass, Scope scope) {
        List<Reason> reasons = new ArrayList<>();
        String[] newer = {WHERE, "proxy_http_version 1.1;"};
        List<NginxDirective> version = scope.find("proxy_http_version");
        if (version.isEmpty()) {
            reasons.add(Reason.old(pass.place(), "no proxy_http_version 1.1", newer));
        } else if (version.getLast().word().equals("1.0")) {
            reasons.add(Reason.of(version.getLast().place(), version.getLast().shown(), newer));
        }
        String[] cleared = {WHERE, "proxy_set_header Connection \"\";"};
        List<NginxDirective> field =
                scope.find("proxy_set_header").stream()
                        .filter(one -> one.word().equalsIgnoreCase("Connection"))
                        .toList();
        if (field.isEmpty()) {
            reasons.add(Reason.old(pass.place(), "no proxy_set_header Connection \"\"", cleared));
        } else {
            NginxDirective last = field.getLast();
            String value = last.words().getLast();
            NginxDirective entry = closingEntry(value);
            if (entry != null) {
                String[] entries = {
                    "# " + entry.place() + ", in the map of " + value + ", which WebSocket needs:",
                    "'' '';"
                };
                reasons.add(Reason.of(last.place(), last.shown(), entries));
            } else if (value.equalsIgnoreCase("close")) {
                reasons.add(Reason.of(last.place(), last.shown(), cleared));
            }
        }
        return reasons;
    }

    /**
     * What makes "close" of an empty field of the client's, as in the map of Upgrade that examples
     * for WebSocket have; null where the value is no variable, or no map does.
     */
    private @Nullable NginxDirective closingEntry(String value) {
        return maps.stream()
                .filter(map -> value.startsWith("$") && !map.words().isEmpty())
                .filter(map -> map.words().getLast().equals(value))
                .flatMap(map -> ofEmpty(map.block()))
                .filter(entry -> entry.word().equalsIgnoreCase("close"))
                .findFirst()
                .orElse(null);
    }

    /** What a map makes of an empty text. */
    private static Stream<NginxDirective> ofEmpty(List<NginxDirective> map) {
        List<NginxDirective> own = NginxDirective.named(map, "").toList();
        return own.isEmpty() ? NginxDirective.named(map, "default") : own.stream();
    }
}
