package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.verdict.IdleTimeout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** All rules, in the order in which their findings are told where they weigh the same. */
public final class Findings {
    private static final List<FindingRule> RULES =
            List.of(
                    new IdleTimeoutOrder(),
                    new KeepAliveRace(),
                    new ClientIdleTimeout(),
                    new ClientAsksToClose(),
                    new ServerAsksToClose(),
                    new RequestCap(),
                    new AgeCap(),
                    new PoolOverflow(),
                    new TunnelIdleTimeout(),
                    new UnreadResponseBodies(),
                    new UnreadRequestBodies(),
                    new AbortiveClose(),
                    new SlowRequests(),
                    new SlowReaders(),
                    new ClientGivesUp(),
                    new SilentDrop(),
                    new VanishedPeers(),
                    new ForeignReset(),
                    new CloseWaitLeak(),
                    new PortExhaustion(),
                    new SynMeetsTimeWait(),
                    new ResetStorm(),
                    new AcceptQueue(),
                    new SimultaneousClose(),
                    new PortReuse(),
                    new Refused(),
                    new HalfOpen(),
                    new TlsFailures(),
                    new BrokenAnswers(),
                    new HandlerTimeouts(),
                    new BadMessages(),
                    new ConnectionChurn(),
                    new Healthy());

    /** Those whose findings are requests or connects that failed: told before harmless ones. */
    static final Set<String> TELLING_OF_LOSS =
            Set.of(
                    "keep-alive-race",
                    "unread-request-bodies",
                    "slow-requests",
                    "slow-readers",
                    "client-gives-up",
                    "silent-drop",
                    "vanished-peers",
                    "foreign-reset",
                    "reset-storm",
                    "accept-queue",
                    "refused",
                    "half-open",
                    "tls-failures",
                    "broken-answers",
                    "handler-timeouts",
                    "bad-messages");

    private Findings() {}

    /** What is to be found in this traffic: heaviest first, then what failed, then widest. */
    public static List<Finding> in(Traffic traffic, List<IdleTimeout> idleTimeouts) {
        List<Finding> found = new ArrayList<>();
        for (ServerTraffic server : traffic.servers()) {
            List<IdleTimeout> ofServer =
                    idleTimeouts.stream()
                            .filter(one -> one.server().equals(server.endpoint()))
                            .toList();
            found.addAll(at(server, ofServer, traffic));
        }
        found.sort(
                Comparator.comparing(Finding::weight)
                        .thenComparing(one -> !TELLING_OF_LOSS.contains(one.id()))
                        .thenComparing(Comparator.comparingLong(Finding::connections).reversed()));
        return found;
    }

    /** Each rule sees what those before it found here: the last ones look at what is left. */
    private static List<Finding> at(
            ServerTraffic server, List<IdleTimeout> idleTimeouts, Traffic traffic) {
        List<Finding> found = new ArrayList<>();
        for (FindingRule rule : RULES) {
            Watched watched =
                    new Watched(
                            server,
                            idleTimeouts,
                            traffic.seconds(),
                            traffic.fromNanos(),
                            traffic.toNanos(),
                            found);
            found.addAll(rule.find(watched));
        }
        return found;
    }

    /** The ids of all rules, in their order. */
    public static List<String> ids() {
        return RULES.stream().map(FindingRule::id).toList();
    }
}
