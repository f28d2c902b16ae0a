package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.List;
import java.util.stream.Stream;

/** A proxy opens a connection to its server for every request. */
final class UpstreamNotKept implements ConfigRule {

    /** HAProxy has no clock for a single idle connection to a server. */
    private static final String AGAINST_RACE =
            "; where it is there because requests were lost to the server's idle timeout, it is"
                    + " right, and stays unless the server keeps connections for longer than any"
                    + " pause";

    @Override
    public String id() {
        return "upstream-not-kept";
    }

    @Override
    public List<Remark> look(List<Configuration> configurations) {
        return configurations.stream()
                .flatMap(one -> one.upstreams().stream())
                .filter(one -> !one.isKept())
                .map(this::told)
                .toList();
    }

    private Remark told(Upstream upstream) {
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        upstream.software().label()
                                + ", "
                                + upstream.name()
                                + ": each request takes a new connection to the server"
                                + (upstream.mayBeKept() ? ", unless nginx is 1.29.7 or later" : ""))
                .evidence(upstream.notKept())
                .soWhat(
                        "a handshake for every request, and a TIME_WAIT: at the server, or at the"
                                + " proxy, where it holds a port for 60 s, so that about 470"
                                + " requests a second to one server are the most"
                                + (upstream.software() == Software.HAPROXY ? AGAINST_RACE : ""))
                .fix(fix(upstream))
                .source(source(upstream.software()));
    }

    private static List<String> fix(Upstream upstream) {
        return switch (upstream.software()) {
            case NGINX_UPSTREAM -> nginx(upstream);
            case HAPROXY ->
                    List.of(
                            "# haproxy.cfg: instead of httpclose and http-server-close",
                            "option http-keep-alive",
                            "http-reuse safe");
            case ENVOY ->
                    List.of("# envoy.yaml: delete max_requests_per_connection of the cluster");
            default ->
                    List.of(
                            "# httpd.conf: delete disablereuse, proxy-nokeepalive and"
                                    + " force-proxy-request-1.0, and give the ProxyPass a ttl below"
                                    + " the server's idle timeout",
                            "# ttl=30");
        };
    }

    private static List<String> nginx(Upstream upstream) {
        boolean hasGroup = upstream.name().startsWith("upstream ");
        String group = hasGroup ? upstream.name() : "upstream backend";
        Stream<String> servers = upstream.servers().stream().map(one -> "    server " + one + ";");
        Stream<String> pass =
                hasGroup
                        ? Stream.of("# where proxy_pass stands:")
                        : Stream.of("# instead of the proxy_pass:", "proxy_pass http://backend;");
        return Stream.of(
                        Stream.of("# nginx.conf, http block:", group + " {"),
                        servers,
                        Stream.of("    keepalive 32;", "}"),
                        pass,
                        Stream.of("proxy_http_version 1.1;", "proxy_set_header Connection \"\";"))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String source(Software software) {
        return switch (software) {
            case NGINX_UPSTREAM ->
                    "nginx, ngx_http_upstream_module, keepalive; ngx_http_proxy_module,"
                            + " proxy_http_version";
            case HAPROXY -> "HAProxy Configuration Manual, option http-server-close, http-reuse";
            case ENVOY -> "Envoy, config.core.v3.HttpProtocolOptions, max_requests_per_connection";
            default -> "Apache httpd, mod_proxy, ProxyPass, disablereuse";
        };
    }
}
