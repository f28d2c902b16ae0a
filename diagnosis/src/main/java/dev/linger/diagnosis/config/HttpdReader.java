package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Apache httpd: the main server, virtual hosts and what they proxy. Not thread-safe. */
final class HttpdReader {
    private static final double USUAL_IDLE = 5;

    private final List<Downstream> downstreams = new ArrayList<>();
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private HttpdReader() {}

    static Configuration read(ConfigText text, Includes includes) {
        HttpdReader reader = new HttpdReader();
        List<HttpdDirective> all = HttpdGrammar.parse(text, includes);
        reader.servers(all, text.file());
        return new Configuration(
                reader.downstreams, List.copyOf(reader.upstreams.values()), reader.notes);
    }

    private void servers(List<HttpdDirective> all, String file) {
        List<HttpdDirective> main = all.stream().filter(one -> one.host().isEmpty()).toList();
        List<String> listens =
                main.stream().filter(one -> one.is("Listen")).map(HttpdDirective::word).toList();
        Place first = main.isEmpty() ? new Place(file, 1) : main.getFirst().place();
        List<String> hosts =
                all.stream()
                        .map(HttpdDirective::host)
                        .filter(one -> !one.isEmpty())
                        .distinct()
                        .toList();
        if (!listens.isEmpty() || hosts.isEmpty()) {
            downstreams.add(
                    new Downstream(
                            Software.APACHE_HTTPD,
                            "main server",
                            listens,
                            idle(main, first),
                            first));
        }
        proxied(main);
        for (String host : hosts) {
            List<HttpdDirective> own = all.stream().filter(one -> one.host().equals(host)).toList();
            host(host, own, Stream.concat(main.stream(), own.stream()).toList());
        }
    }

    private void host(String host, List<HttpdDirective> own, List<HttpdDirective> inherited) {
        boolean differs =
                own.stream().anyMatch(one -> one.is("KeepAlive") || one.is("KeepAliveTimeout"));
        if (differs) {
            List<String> listens =
                    List.of(host.replaceFirst(" at .*", "").split("\\s+", -1)).stream()
                            .map(one -> one.replace("_default_", "*"))
                            .toList();
            Place place = own.getFirst().place();
            downstreams.add(
                    new Downstream(
                            Software.APACHE_HTTPD,
                            "VirtualHost " + host.replaceFirst(" at .*", ""),
                            listens,
                            idle(inherited, place),
                            place));
        }
        proxied(inherited);
    }

    private Idle idle(List<HttpdDirective> directives, Place server) {
        Idle idle = Idle.of(USUAL_IDLE, "KeepAliveTimeout is not set: 5 s", server);
        for (HttpdDirective one : directives) {
            if (one.is("KeepAliveTimeout")) {
                idle =
                        Idle.of(
                                Durations.seconds(one.word(), 1, one.place(), notes),
                                one.shown(),
                                one.place());
            }
        }
        HttpdDirective last = null;
        for (HttpdDirective one : directives) {
            last = one.is("KeepAlive") ? one : last;
        }
        return last != null && last.word().equalsIgnoreCase("off")
                ? Idle.of(0, last.shown(), last.place())
                : idle;
    }

    private void proxied(List<HttpdDirective> directives) {
        List<String> all =
                directives.stream()
                        .filter(one -> one.is("SetEnv"))
                        .filter(one ->
                                one.word().equals("proxy-nokeepalive")
                                        || one.word().equals("force-proxy-request-1.0"))
                        .map(one -> one.place() + ": " + one.shown())
                        .toList();
        for (HttpdDirective one : directives) {
            boolean isPass = one.is("ProxyPass") || one.is("ProxyPassMatch");
            if (isPass || one.is("BalancerMember")) {
                one.words().stream()
                        .filter(word -> word.matches("(?i)https?://.+"))
                        .findFirst()
                        .ifPresent(uri -> passed(uri, one, directives, all));
            }
        }
    }

    private void passed(
            String uri, HttpdDirective pass, List<HttpdDirective> directives, List<String> all) {
        // What the expression of ProxyPassMatch has found may stand in the path.
        if (uri.matches("(?i)https?://[^/]*\\$.*")) {
            notes.add(
                    pass.place()
                            + ": the server of \""
                            + pass.shown()
                            + "\" is known only when a request comes");
            return;
        }
        List<HttpdDirective> settings =
                directives.stream().filter(one -> one.equals(pass) || sets(one, uri)).toList();
        upstreams.putIfAbsent(uri, upstream(uri, pass, settings, all));
    }

    /** Whether it is a ProxySet for this URL, by its own or by that of the section around it. */
    private static boolean sets(HttpdDirective one, String uri) {
        String url = (one.proxy().isEmpty() ? one.word() : one.proxy()).replaceFirst("/$", "");
        return one.is("ProxySet") && (uri.equals(url) || uri.startsWith(url + "/"));
    }

    /**
     * @param settings the directives that set something for it, in their order, of which the last
     *     counts
     */
    private Upstream upstream(
            String uri, HttpdDirective pass, List<HttpdDirective> settings, List<String> all) {
        String reuse = "";
        Idle idle =
                Idle.of(
                        Double.POSITIVE_INFINITY,
                        pass.shown() + " (no ttl: idle connections are kept)",
                        pass.place());
        for (HttpdDirective one : settings) {
            String ttl = one.option("ttl");
            if (!ttl.isEmpty()) {
                double seconds = Durations.seconds(ttl, 1, one.place(), notes);
                idle = Idle.of(seconds, one.shown(), one.place());
            }
            String disable = one.option("disablereuse");
            if (!disable.isEmpty()) {
                reuse = disable.equalsIgnoreCase("on") ? one.place() + ": " + one.shown() : "";
            }
        }
        List<String> notKept = new ArrayList<>(all);
        if (!reuse.isEmpty()) {
            notKept.add(reuse);
        }
        Address server = Address.ofUri(uri);
        return new Upstream(
                Software.APACHE_HTTPD,
                "ProxyPass " + server,
                List.of(server),
                idle,
                notKept,
                pass.place());
    }
}
