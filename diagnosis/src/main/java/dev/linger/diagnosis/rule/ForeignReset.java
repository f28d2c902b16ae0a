package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** Connections end by a RST that neither end sent. */
final class ForeignReset implements FindingRule {
    @Override
    public String id() {
        return "foreign-reset";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends reset = Ends.of(all, kind -> kind.likeness().cause() == CloseCause.MIDDLEBOX);
        long count = reset.count() - SilentDrop.foreignResets(all);
        if (count == 0) {
            return List.of();
        }
        long busy = inExchange(reset);
        Weight weight = busy == 0 ? Weight.NOTICE : Loss.weight(busy, all.requests());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(
                                count,
                                Wording.count(count, "connection")
                                        + " met a RST that neither end seems to have sent: it"
                                        + " came over another number of hops than the other packets"
                                        + " in that name, or more data followed in that name")
                        .because(
                                "something between client and server sent it in the name of one of"
                                        + " them: a firewall, a load balancer, or address"
                                        + " translation whose conntrack took a packet for invalid"
                                        + " (there net.netfilter.nf_conntrack_tcp_be_liberal=1"
                                        + " helps)")
                        .costs(costs(all, busy, count))
                        .next(
                                "find what stands between the two: capture at both ends at the same"
                                        + " time; a RST that one end receives and the other never"
                                        + " sent comes from between them")
                        .expect("no such RST, once its sender is found")
                        .seen(reset.kinds())
                        .figure("foreign_resets", (double) count)
                        .figure("expected_foreign_resets", 0)
                        .done());
    }

    private static long inExchange(Ends reset) {
        return reset.in(Phase.REQUEST_HEAD)
                + reset.in(Phase.REQUEST_BODY)
                + reset.in(Phase.HANDLING)
                + reset.in(Phase.EARLY_RESPONSE)
                + reset.in(Phase.RESPONSE_HEAD)
                + reset.in(Phase.RESPONSE_BODY);
    }

    private static String costs(Tally all, long busy, long count) {
        if (busy == 0) {
            return Wording.count(count, "connection")
                    + ", none of them seen in mid exchange, and a handshake for the next request"
                    + " each";
        }
        return Loss.share(busy, all.requests())
                + " in mid exchange, each an error for a user that neither end's log explains";
    }
}
