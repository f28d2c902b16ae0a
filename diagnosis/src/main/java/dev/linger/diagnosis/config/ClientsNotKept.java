package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.IdleTimeoutOfServers;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.List;

/** A server closes the connection after each response. */
final class ClientsNotKept implements ConfigRule {
    private static final long ADVISED_SECONDS = 60;

    @Override
    public String id() {
        return "clients-not-kept";
    }

    @Override
    public List<Remark> look(List<Configuration> configurations) {
        return Alike.of(
                        configurations.stream()
                                .flatMap(one -> one.downstreams().stream())
                                .filter(one -> one.idle().seconds() == 0))
                .map(this::told)
                .toList();
    }

    private Remark told(Alike alike) {
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        alike.names() + ": the connection is closed after each response")
                .evidence(alike.evidence())
                .soWhat(
                        "clients and proxies pay a handshake, with TLS several round trips, for"
                                + " every request, and this server keeps a TIME_WAIT of each")
                .fix(fix(alike.first()))
                .source("RFC 9112, section 9.3");
    }

    /** What undoes the setting that is there. */
    private static List<String> fix(Downstream one) {
        Idle idle = one.idle();
        return switch (one.software()) {
            case HAPROXY ->
                    List.of("# haproxy.cfg: instead of " + idle.says(), "option http-keep-alive");
            case TOMCAT ->
                    List.of(
                            "# server.xml: instead of " + idle.says(),
                            "maxKeepAliveRequests=\"100\"");
            case ENVOY -> List.of("# envoy.yaml: delete " + idle.says());
            case NGINX ->
                    idle.says().startsWith("keepalive_requests")
                            ? List.of("# nginx.conf: delete " + idle.says())
                            : timeout(one);
            default -> timeout(one);
        };
    }

    private static List<String> timeout(Downstream one) {
        List<String> fix = new ArrayList<>();
        for (Change change : IdleTimeoutOfServers.of(one.software(), null, ADVISED_SECONDS)) {
            fix.add("# " + change.where() + ":");
            fix.addAll(change.text().lines().toList());
        }
        return fix;
    }
}
