package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.MorePorts;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.Endpoint;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/**
 * A client closes first so often that TIME_WAIT takes its local ports to this server. Each port
 * serves one connection at a time from one address to one address and port; the listening side
 * needs no port for any of them.
 */
final class PortExhaustion implements FindingRule {

    /** From half of the ports on a connect has to look for a free one of the other parity. */
    private static final double HALF = 0.5;

    private static final double NEARLY_ALL = 0.85;

    private static final String PRICE_OF_RANGE =
            "a wider range: a program that is to listen at one of its ports may find it taken, unless"
                    + " net.ipv4.ip_local_reserved_ports names it; ";

    private static final String PRICE_OF_FEWER_PROBES =
            PRICE_OF_RANGE + "a probe that asks less often notices later that the server is gone";

    /** Fewer ends tell no rate. */
    private static final int ENOUGH = 500;

    @Override
    public String id() {
        return "port-exhaustion";
    }

    @Override
    public List<Finding> find(Watched watched) {
        return watched.server().clients().stream()
                .flatMap(client -> of(client, watched).stream())
                .toList();
    }

    /**
     * How a client uses its ports.
     *
     * @param perSecond connections whose TIME_WAIT lies at the client
     * @param taken ports in use at the peak
     * @param ahead ports in use a minute later, if it goes on so
     * @param isProbe whether most of the connections carry nothing
     */
    private record Use(double perSecond, long taken, double ahead, boolean isProbe) {
        static Use of(Tally tally, Watched watched) {
            double seconds = watched.activeSeconds();
            long waiting = tally.timeWaitsAtClient().total();
            // Connections that are open together and end together, as those of a load test do,
            // are no rate at which ports go.
            long inTurn = Math.max(0, tally.connections() - tally.together());
            double perSecond = Math.min(waiting, inTurn) / seconds;
            // A watch that went on after the last one shows that no more came.
            double going = Math.min(Tally.TIME_WAIT_SECONDS, watched.secondsSinceFirst());
            double ahead = perSecond * seconds / Math.max(seconds, going) * Tally.TIME_WAIT_SECONDS;
            boolean isProbe = tally.count(CloseCause.UNUSED) * 2 > tally.connections();
            return new Use(perSecond, tally.portsTaken(), ahead, isProbe);
        }

        double held() {
            return Math.max(ahead, (double) taken);
        }

        /** Whether the watch was too short to see the most that it comes to. */
        boolean grows() {
            return ahead > taken * 1.1;
        }

        double share() {
            return held() / MorePorts.DEFAULT;
        }
    }

    private List<Finding> of(ClientTraffic client, Watched watched) {
        Tally tally = client.all();
        boolean loopback = isLoopback(client.address());
        if (tally.timeWaitsAtClient().total() < ENOUGH) {
            return List.of();
        }
        Use use = Use.of(tally, watched);
        // Ports of connections that are open together are not spared by keeping them.
        if (use.share() < HALF || tally.together() * 2 > use.held()) {
            return List.of();
        }
        boolean comeBack = tally.with(Trait.PORTS_USED_AGAIN).count() * 10 > tally.connections();
        Weight weight = use.share() < NEARLY_ALL ? Weight.WARNING : Weight.CRITICAL;
        return List.of(
                draft(comeBack || loopback ? Weight.NOTICE : weight, watched, tally, use)
                        .client(client)
                        .because(because(client.address(), comeBack, loopback))
                        .done());
    }

    private Finding.Draft draft(Weight weight, Watched watched, Tally tally, Use use) {
        long together = tally.together();
        double secondsLeft = MorePorts.DEFAULT / Math.max(1, use.perSecond());
        Finding.Draft draft = Finding.of(this, weight, watched);
        if (use.held() >= MorePorts.DEFAULT) {
            draft.figure("runs_out_after_s", secondsLeft);
        }
        return draft.what(tally.timeWaitsAtClient().total(), what(use, watched))
                .costs(costs(use, secondsLeft))
                .next(Phrase.next(weight, "here ports come back in time", next(use)))
                .change(MorePorts.ofClient())
                .expect(
                        (use.isProbe() ? "if these connections stop: no port" : kept(together))
                                + " instead of "
                                + Wording.count(Math.round(use.held()))
                                + (use.grows() ? " after a minute" : "")
                                + "; with the wider range alone: room for "
                                + Wording.count(MorePorts.ADVISED / Tally.TIME_WAIT_SECONDS)
                                + " connections a second; with tcp_tw_reuse=1 a port is free again"
                                + " after a second")
                .price(use.isProbe() ? PRICE_OF_FEWER_PROBES : priceOfKeeping(watched))
                .seen(atClient(tally))
                .figure("ports_taken", (double) use.taken())
                .figure("ports_in_a_minute", use.held())
                .figure("ports_share", use.share())
                .figure("connections_per_s", use.perSecond())
                .figure("expected_ports", use.isProbe() ? 0 : (double) together);
    }

    private static String priceOfKeeping(Watched watched) {
        return PRICE_OF_RANGE
                + "keeping: "
                + Phrase.priceOfKeeping(watched)
                + ". The other way, a server that closes first, spares the client's ports and keeps"
                + " TIME_WAIT at the server, 256 bytes each";
    }

    private static String what(Use use, Watched watched) {
        String taken =
                "the client closes "
                        + Wording.count(Math.round(use.perSecond()))
                        + " connections a second first: "
                        + Wording.count(use.taken())
                        + " of its "
                        + Wording.count(MorePorts.DEFAULT)
                        + " local ports to this server are taken";
        if (!use.grows()) {
            return taken + " at the peak";
        }
        return taken
                + " after "
                + Phrase.seconds(watched.activeSeconds())
                + "; if it goes on, "
                + (use.ahead() < MorePorts.DEFAULT
                        ? Wording.count(Math.round(use.ahead()))
                                + " ("
                                + Wording.share(Math.round(use.ahead()), MorePorts.DEFAULT)
                                + ") after a minute, and then no more"
                        : "more than there are within a minute");
    }

    private static String next(Use use) {
        return use.isProbe()
                ? "the client connects and sends nothing: a health check or probe? let it ask less"
                        + " often, or over one connection that it keeps"
                : "keep connections instead of opening one for each request";
    }

    private static String kept(long together) {
        return "with connections that are kept: " + Wording.count(together, "port");
    }

    private static String because(Endpoint client, boolean comeBack, boolean loopback) {
        String cause =
                "whoever closes first keeps the port in TIME_WAIT for "
                        + Tally.TIME_WAIT_SECONDS
                        + " s, so that one address can open "
                        + MorePorts.DEFAULT / Tally.TIME_WAIT_SECONDS
                        + " connections a second to one server";
        if (loopback) {
            return cause
                    + "; on loopback ("
                    + client.address()
                    + ") Linux gives a port back after a second (tcp_tw_reuse=2), so it does not"
                    + " show here, but it will between two machines";
        }
        return comeBack
                ? cause + "; here ports come back sooner, so tcp_tw_reuse=1 is set already"
                : cause;
    }

    private static String costs(Use use, double secondsLeft) {
        String slower = "above half of the ports each connect takes longer; ";
        return use.held() < MorePorts.DEFAULT
                ? slower + "at this rate none fails"
                : slower
                        + "without a free one it fails with EADDRNOTAVAIL (\"cannot assign requested"
                        + " address\"), at this rate "
                        + Math.round(secondsLeft)
                        + " s after the start";
    }

    private static List<LikeEnds> atClient(Tally tally) {
        return tally.ends(kind ->
                kind.timeWaitAt() == TimeWaitAt.CLIENT || kind.timeWaitAt() == TimeWaitAt.BOTH);
    }

    /** 127.0.0.0/8 and ::1. */
    private static boolean isLoopback(Endpoint client) {
        return client.isIpv4()
                ? (client.low() >>> 24 & 255) == 127
                : client.high() == 0 && client.low() == 1;
    }
}
