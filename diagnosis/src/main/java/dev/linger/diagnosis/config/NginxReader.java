package dev.linger.diagnosis.config;

import static dev.linger.diagnosis.config.Upstream.UNTIL_KEPT_BY_ITSELF;

import dev.linger.diagnosis.advice.Software;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** nginx: servers and proxied locations, with what they inherit. Not thread-safe. */
final class NginxReader {
    private static final double USUAL_IDLE = 75;
    private static final double USUAL_UPSTREAM_IDLE = 60;

    private final List<Downstream> downstreams = new ArrayList<>();
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, NginxDirective> groups = new LinkedHashMap<>();
    private final List<NginxDirective> maps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private NginxReader() {}

    static Configuration read(ConfigText text, Includes includes) {
        List<NginxDirective> all;
        if (NginxDump.is(text)) {
            NginxDump dump = NginxDump.of(text);
            all = NginxGrammar.parse(dump.main(), dump::matching);
        } else {
            all = NginxGrammar.parse(text, includes);
        }
        NginxReader reader = new NginxReader();
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
        NginxDirective.named(block, "upstream").forEach(one -> groups.put(one.word(), one));
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
                        .filter(word -> !word.startsWith("unix:"))
                        .map(word -> Address.of(word, 80))
                        .map(address -> address.host() + ":" + address.port())
                        .toList();
        String name =
                NginxDirective.named(server.block(), "server_name")
                        .map(one -> " " + one.word())
                        .findFirst()
                        .orElse("");
        downstreams.add(
                new Downstream(
                        Software.NGINX,
                        "server" + name,
                        listen.isEmpty() ? List.of("80") : listens,
                        idle(scope, server.place()),
                        server.place()));
        proxied(server.block(), scope);
    }

    private Idle idle(Scope scope, Place server) {
        List<NginxDirective> set = scope.find("keepalive_timeout");
        if (set.isEmpty()) {
            return Idle.of(USUAL_IDLE, "keepalive_timeout is not set: 75 s", server);
        }
        return idle(set.getLast());
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
        String host = pass.word().replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        NginxDirective group = groups.get(host);
        upstreams.merge(
                host,
                group == null ? single(pass, scope) : grouped(group, pass, scope),
                Upstream::withAlso);
    }

    private Upstream single(NginxDirective pass, Scope scope) {
        List<String> notKept = new ArrayList<>();
        notKept.add(pass.place() + ": " + pass.shown() + " (no upstream block with keepalive)");
        notKept.addAll(asksToClose(pass, scope));
        Idle idle = Idle.of(0, "connections are not kept", pass.place());
        Address server = Address.ofUri(pass.word());
        List<Address> servers = pass.word().contains("//unix:") ? List.of() : List.of(server);
        return new Upstream(
                Software.NGINX_UPSTREAM,
                "proxy_pass " + server,
                servers,
                idle,
                notKept,
                pass.place());
    }

    private Upstream grouped(NginxDirective group, NginxDirective pass, Scope scope) {
        List<String> notKept = new ArrayList<>();
        List<NginxDirective> keepalive = NginxDirective.named(group.block(), "keepalive").toList();
        if (keepalive.isEmpty()) {
            notKept.add(group.place() + ": upstream without keepalive" + UNTIL_KEPT_BY_ITSELF);
        } else if (keepalive.getLast().word().equals("0")) {
            notKept.add(keepalive.getLast().place() + ": " + keepalive.getLast().shown());
        }
        notKept.addAll(asksToClose(pass, scope));
        List<Address> servers =
                NginxDirective.named(group.block(), "server")
                        .map(NginxDirective::word)
                        .filter(word -> !word.startsWith("unix:"))
                        .map(word -> Address.of(word, pass.word().startsWith("https") ? 443 : 80))
                        .toList();
        Idle idle =
                NginxDirective.named(group.block(), "keepalive_timeout")
                        .findFirst()
                        .map(this::idle)
                        .orElse(
                                Idle.of(
                                        USUAL_UPSTREAM_IDLE,
                                        "keepalive_timeout is not set: 60 s",
                                        group.place()));
        String name = "upstream " + group.word();
        return new Upstream(Software.NGINX_UPSTREAM, name, servers, idle, notKept, group.place());
    }

    /** By its version of HTTP, or by the field Connection. */
    private List<String> asksToClose(NginxDirective pass, Scope scope) {
        List<String> reasons = new ArrayList<>();
        List<NginxDirective> version = scope.find("proxy_http_version");
        if (version.isEmpty()) {
            reasons.add(pass.place() + ": no proxy_http_version 1.1" + UNTIL_KEPT_BY_ITSELF);
        } else if (version.getLast().word().equals("1.0")) {
            reasons.add(version.getLast().place() + ": " + version.getLast().shown());
        }
        List<NginxDirective> field =
                scope.find("proxy_set_header").stream()
                        .filter(one -> one.word().equalsIgnoreCase("Connection"))
                        .toList();
        if (field.isEmpty()) {
            reasons.add(
                    pass.place() + ": no proxy_set_header Connection \"\"" + UNTIL_KEPT_BY_ITSELF);
        } else if (closes(field.getLast().words().getLast())) {
            reasons.add(field.getLast().place() + ": " + field.getLast().shown());
        }
        return reasons;
    }

    /** Directly, or by a map of an empty Upgrade, as examples for WebSocket have it. */
    private boolean closes(String value) {
        if (!value.startsWith("$")) {
            return value.equalsIgnoreCase("close");
        }
        return maps.stream()
                .filter(map -> map.words().getLast().equals(value))
                .flatMap(map -> ofEmpty(map.block()))
                .anyMatch(entry -> entry.word().equalsIgnoreCase("close"));
    }

    /** What a map makes of an empty text. */
    private static Stream<NginxDirective> ofEmpty(List<NginxDirective> map) {
        List<NginxDirective> own = NginxDirective.named(map, "").toList();
        return own.isEmpty() ? NginxDirective.named(map, "default") : own.stream();
    }
}
