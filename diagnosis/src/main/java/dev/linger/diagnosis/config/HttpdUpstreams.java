package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Upstream.Pass;
import dev.linger.diagnosis.config.Upstream.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Apache httpd: where it passes requests on to. Not thread-safe. */
final class HttpdUpstreams {
    private static final String URL = "(?i)https?://.+";
    private static final String TTL =
            "# httpd.conf, at the URL; with a ttl below the server's idle timeout:";

    private static final String REUSE = "enablereuse=on ttl=30";

    /**
     * Where connections to a server would go is known only when a request comes, so none is kept.
     */
    private static final String EACH =
            "# httpd.conf: a ProxyPass for each server, with a / before what the request decides";

    /** What makes two of one URL differ, as virtual hosts may have it. */
    private record Kind(String uri, double idle, boolean isKept) {}

    private final Map<Kind, Upstream> upstreams = new LinkedHashMap<>();
    private final List<String> notes;

    HttpdUpstreams(List<String> notes) {
        this.notes = notes;
    }

    List<Upstream> all() {
        return List.copyOf(upstreams.values());
    }

    /** Those of one server: in it, all that go to one URL share what the first one sets. */
    void add(List<HttpdDirective> directives) {
        Set<String> done = new HashSet<>();
        for (HttpdDirective one : directives) {
            if (one.is("ProxyPass") || one.is("ProxyPassMatch") || one.is("BalancerMember")) {
                one.words().stream()
                        .filter(word -> word.matches(URL))
                        .findFirst()
                        .filter(done::add)
                        .filter(uri -> knownOrNoted(uri, one))
                        .ifPresent(uri -> add(uri, passed(uri, one, directives)));
            }
        }
        directives.stream()
                .filter(one -> one.is("RewriteRule") && isProxying(one))
                .filter(one -> done.add(one.words().get(1)))
                .filter(one -> !hasWorker(one.words().get(1), directives))
                .forEach(one -> add(one.words().get(1), rewritten(one)));
    }

    private void add(String uri, Upstream one) {
        upstreams.putIfAbsent(new Kind(uri, one.idle().seconds(), one.isKept()), one);
    }

    /** Not where it stands in a variable; what an expression finds, {@code $1}, is none. */
    private boolean knownOrNoted(String uri, HttpdDirective pass) {
        boolean isKnown = !Address.authority(uri).matches(".*\\$\\D.*");
        if (!isKnown) {
            notes.add(
                    pass.place()
                            + ": the server of \""
                            + pass.shown()
                            + "\" is known only when httpd starts");
        }
        return isKnown;
    }

    private static boolean isProxying(HttpdDirective rule) {
        return rule.words().size() > 2
                && rule.words().get(1).matches(URL)
                && rule.words().get(2).matches("(?i)\\[(.*,)?\\s*(P|proxy)\\s*(,.*)?\\]");
    }

    /** Whether something makes a worker for this server, which a rewritten URL finds then. */
    private static boolean hasWorker(String uri, List<HttpdDirective> directives) {
        return directives.stream()
                .filter(HttpdUpstreams::makesWorker)
                .flatMap(one -> Stream.concat(one.words().stream(), Stream.of(one.proxy())))
                .anyMatch(word -> word.matches(URL) && server(word).equalsIgnoreCase(server(uri)));
    }

    /** A {@code <Proxy>} does so only where it sets something. */
    private static boolean makesWorker(HttpdDirective one) {
        return one.is("ProxyPass")
                || one.is("ProxyPassMatch")
                || one.is("BalancerMember")
                || one.is("ProxySet")
                || (one.is("<Proxy") && one.words().size() > 1);
    }

    /**
     * {@code http://app:8080}, of the whole URL. What an expression has found behind the port's
     * digits is mostly the path.
     */
    private static String server(String uri) {
        return uri.replaceFirst("^(\\w+://[^/$]*:\\d+)\\$.*", "$1")
                .replaceFirst("^(\\w+://[^/?]*).*", "$1");
    }

    private static boolean dependsOnRequest(String uri) {
        return server(uri).matches(".*[$%].*");
    }

    private static Upstream rewritten(HttpdDirective rule) {
        String uri = rule.words().get(1);
        String[] fix = {
            "# httpd.conf: make a worker for the server, with a ttl below the server's idle timeout",
            "<Proxy \"" + server(uri) + "/\">",
            "    ProxySet ttl=30",
            "</Proxy>"
        };
        return upstream(
                "RewriteRule",
                uri,
                Idle.of(0, "connections are not kept", rule.place()),
                List.of(
                        Reason.of(
                                rule.place(),
                                rule.shown() + " (no worker of its own)",
                                dependsOnRequest(uri) ? new String[] {EACH} : fix)),
                rule.place());
    }

    private static Upstream upstream(
            String directive, String uri, Idle idle, List<Reason> notKept, Place place) {
        Address server = Address.ofUri(server(uri));
        boolean isKnown = !dependsOnRequest(uri);
        return new Upstream(
                Software.APACHE_HTTPD,
                directive + " " + (isKnown ? server : uri),
                isKnown ? List.of(server) : List.of(),
                idle,
                List.of(new Pass(place, notKept)),
                place);
    }

    private Upstream passed(String uri, HttpdDirective pass, List<HttpdDirective> directives) {
        List<HttpdDirective> settings =
                directives.stream().filter(one -> one.equals(pass) || sets(one, uri)).toList();
        Idle idle =
                Idle.of(
                        Double.POSITIVE_INFINITY,
                        pass.shown() + " (no ttl: idle connections are kept)",
                        pass.place());
        for (HttpdDirective one : settings) {
            String ttl = one.option("ttl");
            if (!ttl.isEmpty()) {
                double seconds = Durations.ofHttpd(ttl, one.place(), notes);
                idle = Idle.of(seconds, one.shown(), one.place());
            }
        }
        List<Reason> notKept = new ArrayList<>(variables(directives));
        Reason reuse = notReused(uri, pass, settings);
        if (reuse != null) {
            notKept.add(reuse);
        }
        return upstream("ProxyPass", uri, idle, notKept, pass.place());
    }

    /** Whether it sets something for this URL, by its own or by that of the section around it. */
    private static boolean sets(HttpdDirective one, String uri) {
        String url = (one.proxy().isEmpty() ? one.word() : one.proxy()).replaceFirst("/$", "");
        return (one.is("ProxySet") || one.is("<Proxy"))
                && (uri.equals(url) || uri.startsWith(url + "/"));
    }

    private static List<Reason> variables(List<HttpdDirective> directives) {
        return directives.stream()
                .filter(one -> one.is("SetEnv"))
                .filter(one ->
                        one.word().equals("proxy-nokeepalive")
                                || one.word().equals("force-proxy-request-1.0"))
                .map(one ->
                        Reason.of(one.place(), one.shown(), "# httpd.conf: delete " + one.shown()))
                .toList();
    }

    /**
     * Null where connections are used again.
     *
     * @param settings the directives that set something for it, in their order, of which the last
     *     counts
     */
    private static @Nullable Reason notReused(
            String uri, HttpdDirective pass, List<HttpdDirective> settings) {
        boolean isMatch = pass.is("ProxyPassMatch") && uri.contains("$");
        if (isMatch && Address.authority(uri).contains("$")) {
            return Reason.of(pass.place(), pass.shown() + " (a $ before the path)", EACH);
        }
        Reason reason =
                isMatch
                        ? Reason.of(
                                pass.place(),
                                pass.shown() + " (a $ in the URL, and no enablereuse=on)",
                                TTL,
                                REUSE)
                        : null;
        for (HttpdDirective one : settings) {
            for (String word : one.words()) {
                String option = word.toLowerCase(Locale.ROOT);
                if (option.equals("disablereuse=on") || option.equals("enablereuse=off")) {
                    reason = Reason.of(one.place(), one.shown(), TTL, REUSE);
                } else if (option.equals("disablereuse=off") || option.equals("enablereuse=on")) {
                    reason = null;
                }
            }
        }
        return reason;
    }
}
