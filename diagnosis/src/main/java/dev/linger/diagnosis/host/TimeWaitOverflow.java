package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** tcp_max_tw_buckets: reached, or set below what Linux delivers. */
final class TimeWaitOverflow implements HostRule {
    private static final String NAME = "net.ipv4.tcp_max_tw_buckets";
    private static final String OVERFLOW = "TcpExt.TCPTimeWaitOverflow";

    @Override
    public String id() {
        return "time-wait-overflow";
    }

    @Override
    public List<Remark> look(Host host) {
        OptionalLong most = host.settings().number(NAME);
        long overflows = host.counters().of(OVERFLOW);
        long now = host.counters().of("sockstat.TCP.tw");
        List<String> evidence = new ArrayList<>();
        most.ifPresent(_ -> evidence.add(host.settings().shown(NAME)));
        evidence.addAll(host.counters().shown(OVERFLOW, "sockstat.TCP.tw"));
        if (overflows > 0) {
            String what = Wording.count(overflows, "connection") + " ended without TIME_WAIT";
            return List.of(
                    told(
                            Weight.WARNING,
                            what + ": the table of TIME_WAIT was full",
                            evidence,
                            most.orElse(0)));
        }
        if (most.isPresent() && now * 5 > most.getAsLong() * 4) {
            // It may hold more than it may take now, where the limit was lowered since.
            boolean isFull = now >= most.getAsLong();
            String share = isFull ? "" : Wording.share(now, most.getAsLong()) + " ";
            return List.of(
                    told(
                            Weight.WARNING,
                            "the table of TIME_WAIT is " + share + "full",
                            evidence,
                            most.getAsLong()));
        }
        return most.isPresent() && isLowered(most.getAsLong())
                ? List.of(
                        told(
                                Weight.NOTICE,
                                "the table of TIME_WAIT was made smaller",
                                evidence,
                                most.getAsLong()))
                : List.of();
    }

    /** Linux delivers half of the connection table's size, which is a power of two. */
    private static boolean isLowered(long most) {
        return Long.bitCount(most) != 1 && most < 65_536;
    }

    private Remark told(Weight weight, String what, List<String> evidence, long most) {
        return Remark.of(id(), weight, what)
                .evidence(evidence)
                .soWhat(
                        "what does not fit is closed without TIME_WAIT, so that late packets can"
                                + " fall into the next connection, and an end that did not get the"
                                + " last ACK is answered with a RST. The limit is against attacks"
                                + " only; each entry takes no more than 256 bytes")
                .fix(Sysctl.set(NAME + " = " + Sysctl.more(262_144, most)))
                .source(Sysctl.documented("tcp_max_tw_buckets"));
    }
}
