package dev.linger.diagnosis.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All rules for hosts, in the order in which they are told where they weigh the same. */
public final class HostRules {
    private static final List<HostRule> RULES =
            List.of(
                    new AcceptQueues(),
                    new Backlog(),
                    new AbortOnOverflow(),
                    new SynCookies(),
                    new PortsUsed(),
                    new PortRange(),
                    new TimeWaits(),
                    new TimeWaitOverflow(),
                    new TwReuse(),
                    new TwRecycle(),
                    new FinTimeout(),
                    new Timestamps(),
                    new Rfc1337(),
                    new CloseWaits(),
                    new Aborts(),
                    new Orphans(),
                    new TcpMemory(),
                    new ConntrackTable(),
                    new ConntrackTimeouts(),
                    new FileLimits(),
                    new KeepAliveTime(),
                    new Retries(),
                    new UsualSettings());

    private HostRules() {}

    /** What there is to say of this host, heaviest first. */
    public static List<Remark> look(Host host) {
        List<Remark> remarks = new ArrayList<>();
        RULES.forEach(rule -> remarks.addAll(rule.look(host)));
        remarks.sort(Comparator.comparing(Remark::weight));
        return remarks;
    }

    /** The ids of all rules, in their order. */
    public static List<String> ids() {
        return RULES.stream().map(HostRule::id).toList();
    }
}
