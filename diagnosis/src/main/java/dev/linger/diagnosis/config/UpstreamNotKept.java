package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A proxy opens a connection to its server for every request. */
final class UpstreamNotKept implements ConfigRule {

    /** HAProxy has no clock for a single idle connection to a server. */
    private static final String AGAINST_RACE =
            "; where it is there because requests were lost to the server's idle timeout, it is"
                    + " right, and stays unless the server keeps connections for longer than any"
                    + " pause";

    /** As many places are named. */
    private static final int MOST = 4;

    @Override
    public String id() {
        return "upstream-not-kept";
    }

    @Override
    public List<Remark> look(List<Configuration> configurations) {
        return configurations.stream()
                .flatMap(one -> one.upstreams().stream())
                .flatMap(this::told)
                .toList();
    }

    /** What holds for every version apart from what holds for older ones. */
    private Stream<Remark> told(Upstream upstream) {
        return Stream.of(false, true)
                .map(isOld ->
                        upstream.passes().stream()
                                .filter(one -> !one.isKept() && one.mayBeKept() == isOld)
                                .toList())
                .filter(passes -> !passes.isEmpty())
                .map(passes -> told(upstream, upstream.with(passes)));
    }

    /**
     * @param part the same with those places alone whose requests are meant
     */
    private Remark told(Upstream upstream, Upstream part) {
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        upstream.software().label()
                                + ", "
                                + upstream.name()
                                + ": "
                                + (part.equals(upstream)
                                        ? "each request takes"
                                        : "requests through " + places(part) + " take")
                                + " a new connection to the server"
                                + (part.mayBeKept() ? ", unless nginx is 1.29.7 or later" : ""))
                .evidence(part.reasons().stream().map(Upstream.Reason::text).toList())
                .soWhat(
                        "a handshake for every request, and a TIME_WAIT: at the server, or at the"
                                + " proxy, where it holds a port for 60 s, so that about 470"
                                + " requests a second to one server are the most"
                                + (upstream.software() == Software.HAPROXY ? AGAINST_RACE : ""))
                .fix(part.reasons().stream().flatMap(one -> one.fix().stream()).distinct().toList())
                .source(source(upstream.software()));
    }

    private static String places(Upstream part) {
        int more = part.passes().size() - MOST;
        return part.passes().stream()
                        .limit(MOST)
                        .map(one -> one.place().toString())
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String source(Software software) {
        return switch (software) {
            case NGINX_UPSTREAM ->
                    "nginx, ngx_http_upstream_module, keepalive; ngx_http_proxy_module,"
                            + " proxy_http_version";
            case HAPROXY -> "HAProxy Configuration Manual, option http-server-close, http-reuse";
            case ENVOY -> "Envoy, config.core.v3.HttpProtocolOptions, max_requests_per_connection";
            default -> "Apache httpd, mod_proxy, ProxyPass, disablereuse; Workers";
        };
    }
}
