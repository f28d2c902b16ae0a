package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** SYN cookies: off, always on, or needed. */
final class SynCookies implements HostRule {
    private static final String NAME = "net.ipv4.tcp_syncookies";
    private static final int ROOM = 4096;
    private static final String SENT = "TcpExt.SyncookiesSent";
    private static final String CAME_BACK = "TcpExt.SyncookiesRecv";
    private static final String FALSE_ONES = "TcpExt.SyncookiesFailed";

    @Override
    public String id() {
        return "syn-cookies";
    }

    @Override
    public List<Remark> look(Host host) {
        if (host.settings().is(NAME, 0)) {
            return List.of(
                    draft(Weight.NOTICE, "SYN cookies are off")
                            .evidence(host.settings().shown(NAME) + " (usual: 1)")
                            .soWhat(
                                    "a flood of SYN shuts real clients out: what does not fit into"
                                            + " the queue is dropped")
                            .fix(Sysctl.set(NAME + " = 1"))
                            .source(Sysctl.documented("tcp_syncookies")));
        }
        if (host.settings().is(NAME, 2)) {
            return List.of(
                    draft(Weight.WARNING, "every handshake is done by SYN cookies")
                            .evidence(host.settings().shown(NAME) + " (usual: 1, in need only)")
                            .soWhat(
                                    "the value is for tests of networks: options of TCP get lost"
                                            + " where the client has no timestamps, and a lost"
                                            + " SYN ACK is not sent again")
                            .fix(Sysctl.set(NAME + " = 1"))
                            .source(Sysctl.documented("tcp_syncookies")));
        }
        return host.counters().of(SENT) == 0 ? List.of() : List.of(sent(host));
    }

    private Remark sent(Host host) {
        Counters counters = host.counters();
        long sent = counters.of(SENT);
        // Cookies of a flood do not come back; those of a crowd of clients do.
        boolean crowd = counters.of(CAME_BACK) * 2 > sent;
        return draft(
                        crowd ? Weight.WARNING : Weight.NOTICE,
                        Wording.count(sent, "SYN cookie")
                                + (sent == 1 ? " was" : " were")
                                + " sent: the queue of a listening socket was full")
                .evidence(counters.shown(SENT, CAME_BACK, FALSE_ONES))
                .soWhat(
                        crowd
                                ? "most came back, so these were clients and no flood: the backlog"
                                        + " is too short for their bursts"
                                : "few came back, as of a flood or a scan; cookies did what they"
                                        + " are for")
                .fix(crowd ? fix(host.settings()) : List.of())
                .source(Sysctl.documented("tcp_syncookies"));
    }

    private static List<String> fix(Settings settings) {
        // While cookies are sent in need, tcp_max_syn_backlog is never asked: tcp_conn_request().
        List<String> lines = Sysctl.raised(settings, "net.core.somaxconn", ROOM);
        List<String> fix = new ArrayList<>();
        if (!lines.isEmpty()) {
            fix.addAll(Sysctl.set(lines.toArray(String[]::new)));
        }
        fix.add(
                "# nginx: listen PORT backlog="
                        + ROOM
                        + ";   Tomcat: acceptCount=\""
                        + ROOM
                        + "\"");
        return fix;
    }

    private Remark.Draft draft(Weight weight, String what) {
        return Remark.of(id(), weight, what);
    }
}
