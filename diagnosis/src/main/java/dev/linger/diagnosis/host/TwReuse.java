package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;
import java.util.stream.Stream;

/** What tcp_tw_reuse does: only for outgoing connections, and only with timestamps. */
final class TwReuse implements HostRule {
    private static final String NAME = "net.ipv4.tcp_tw_reuse";
    private static final String TIMESTAMPS = "net.ipv4.tcp_timestamps";

    @Override
    public String id() {
        return "tw-reuse";
    }

    @Override
    public List<Remark> look(Host host) {
        Settings settings = host.settings();
        // 2 is the usual value since 4.19; it means connections to this very host alone.
        if (settings.is(NAME, 1)) {
            return List.of(settings.is(TIMESTAMPS, 0) ? vain(settings) : on(settings));
        }
        boolean switchedOff = settings.is(NAME, 0) && host.kernel().isAtLeast(4, 19);
        return switchedOff ? List.of(off(settings)) : List.of();
    }

    private Remark vain(Settings settings) {
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        "tcp_tw_reuse is on without effect, because TCP timestamps are off")
                .evidence(settings.shown(NAME), settings.shown(TIMESTAMPS))
                .soWhat(
                        "a port is taken over from TIME_WAIT only where timestamps tell old packets"
                                + " from new ones; so each outgoing connection that was closed here"
                                + " first holds its port for 60 s")
                .fix(Sysctl.set(TIMESTAMPS + " = 1"))
                .source(Sysctl.documented("tcp_tw_reuse"));
    }

    private Remark on(Settings settings) {
        ReuseDelay delay = ReuseDelay.of(settings);
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        "tcp_tw_reuse is 1: outgoing connections may take a port over from"
                                + " TIME_WAIT after "
                                + delay.words())
                .evidence(
                        Stream.concat(
                                        Stream.of(
                                                settings.shown(NAME)
                                                        + " (usual: 2, only within this host)"),
                                        delay.evidence().stream())
                                .toList())
                .soWhat(
                        "it spares the local ports of a client or proxy. For a listening server it"
                                + " does nothing, and it leaves the number of TIME_WAIT as it is:"
                                + " that it should is folklore")
                .source(Sysctl.documented("tcp_tw_reuse"));
    }

    private Remark off(Settings settings) {
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        "tcp_tw_reuse is 0: no port is taken over from TIME_WAIT, not even within"
                                + " this host")
                .evidence(settings.shown(NAME) + " (usual: 2, only within this host)")
                .soWhat(
                        "a program here can open about 470 connections a second to one address and"
                                + " port if it closes them first, also over loopback")
                .fix(Sysctl.set(NAME + " = 2"))
                .source(Sysctl.documented("tcp_tw_reuse"));
    }
}
