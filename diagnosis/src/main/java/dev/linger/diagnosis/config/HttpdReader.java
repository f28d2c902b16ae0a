package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Apache httpd: the main server and virtual hosts. Not thread-safe. */
final class HttpdReader {
    private static final double USUAL_IDLE = 5;

    private final List<Downstream> downstreams = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final HttpdUpstreams upstreams = new HttpdUpstreams(notes);

    private HttpdReader() {}

    static Configuration read(ConfigText text, Includes includes) {
        HttpdReader reader = new HttpdReader();
        List<HttpdDirective> all = HttpdGrammar.parse(text, includes);
        reader.servers(all, text.file());
        return new Configuration(reader.downstreams, reader.upstreams.all(), reader.notes);
    }

    private void servers(List<HttpdDirective> all, String file) {
        List<HttpdDirective> main = all.stream().filter(one -> one.host().isEmpty()).toList();
        Map<String, List<HttpdDirective>> hosts = new LinkedHashMap<>();
        all.stream()
                .filter(one -> !one.host().isEmpty())
                .forEach(one -> hosts.computeIfAbsent(one.host(), _ -> new ArrayList<>()).add(one));
        List<String> listens =
                main.stream().filter(one -> one.is("Listen")).flatMap(this::listen).toList();
        List<String> taken =
                hosts.keySet().stream().flatMap(host -> addresses(host, listens).stream()).toList();
        List<String> left =
                listens.stream()
                        .filter(one -> taken.stream().noneMatch(host -> isAll(host, one)))
                        .toList();
        if (!left.isEmpty() || hosts.isEmpty()) {
            Place first = main.isEmpty() ? new Place(file, 1) : main.getFirst().place();
            downstreams.add(
                    new Downstream(
                            Software.APACHE_HTTPD, "main server", left, idle(main, first), first));
        }
        upstreams.add(main);
        Map<String, List<HttpdDirective>> first = new HashMap<>();
        hosts.forEach((host, own) -> {
            List<HttpdDirective> of = first.computeIfAbsent(named(host), _ -> own);
            Idle idle = idle(withTimeoutOf(of, main, own), own.getFirst().place());
            host("VirtualHost " + named(host), addresses(host, listens), idle, own);
            upstreams.add(Stream.concat(main.stream(), own.stream()).toList());
        });
    }

    private Stream<String> listen(HttpdDirective listen) {
        if (listen.word().contains("$")) {
            notes.add(
                    listen.place()
                            + ": the port of \""
                            + listen.shown()
                            + "\" is known only when httpd starts");
            return Stream.empty();
        }
        return Stream.of(listen.word());
    }

    /** Whether all connections to what is listened at come to this host, and none to the main. */
    private static boolean isAll(String host, String listen) {
        Address address = Address.of(host, 0);
        Address listening = Address.of(listen, 0);
        return address.port() == listening.port()
                && (address.host().isEmpty() || address.host().equals(listening.host()));
    }

    /** The addresses of a VirtualHost; at each port that is listened at where it names none. */
    private static List<String> addresses(String host, List<String> listens) {
        return Stream.of(named(host).replace("_default_", "*").split("\\s+", -1))
                .map(one -> one.replaceFirst(":\\*$", ""))
                .flatMap(one ->
                        one.matches(".*:\\d+")
                                ? Stream.of(one)
                                : listens.stream()
                                        .map(listen -> one + ":" + Address.of(listen, 0).port()))
                .distinct()
                .toList();
    }

    private static String named(String host) {
        return host.replaceFirst(" at .*", "");
    }

    /**
     * What counts for a host: the main server's, the KeepAliveTimeout of the first host at the same
     * address (http_core.c, keep_alive_timeout_set), and its own.
     */
    private static List<HttpdDirective> withTimeoutOf(
            List<HttpdDirective> first, List<HttpdDirective> main, List<HttpdDirective> own) {
        return Stream.of(
                        main.stream(),
                        first.stream().filter(one -> one.is("KeepAliveTimeout")),
                        own.stream())
                .flatMap(directives -> directives)
                .toList();
    }

    /** One that differs from those at its addresses that are told already. */
    private void host(String name, List<String> listens, Idle idle, List<HttpdDirective> own) {
        boolean isTold =
                downstreams.stream()
                        .anyMatch(one ->
                                one.idle().seconds() == idle.seconds()
                                        && listens.stream()
                                                .map(listen -> Address.of(listen, 0))
                                                .allMatch(one::isAt));
        if (!isTold) {
            downstreams.add(
                    new Downstream(
                            Software.APACHE_HTTPD, name, listens, idle, own.getFirst().place()));
        }
    }

    private Idle idle(List<HttpdDirective> directives, Place server) {
        Idle idle = Idle.of(USUAL_IDLE, "KeepAliveTimeout is not set: 5 s", server);
        HttpdDirective last = null;
        for (HttpdDirective one : directives) {
            if (one.is("KeepAliveTimeout")) {
                double seconds = Durations.ofHttpd(one.word(), one.place(), notes);
                idle = Idle.of(seconds, one.shown(), one.place());
            }
            last = one.is("KeepAlive") ? one : last;
        }
        return last != null && last.word().equalsIgnoreCase("off")
                ? Idle.of(0, last.shown(), last.place())
                : idle;
    }
}
