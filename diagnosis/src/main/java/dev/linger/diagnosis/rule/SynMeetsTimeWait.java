package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.JudgedLife;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/**
 * A client connects from ports whose last connection the server still has in TIME_WAIT, and does
 * not look newer than that one: connecting takes a second (RFC 9293, section 3.10.7.4; RFC 6191).
 */
final class SynMeetsTimeWait implements FindingRule {
    private static final int SEVERAL = 3;
    private static final int ONE_IN = 1000;

    @Override
    public String id() {
        return "syn-meets-time-wait";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Samples met = watched.all().with(Trait.SYN_MET_TIME_WAIT);
        long count = met.count();
        long all = watched.all().connections();
        if (count == 0) {
            return List.of();
        }
        boolean often = count >= SEVERAL && count * ONE_IN >= all;
        return List.of(told(often ? Weight.WARNING : Weight.NOTICE, met, watched));
    }

    private Finding told(Weight weight, Samples met, Watched watched) {
        long count = met.count();
        long all = watched.all().connections();
        return Finding.of(this, weight, watched)
                .what(
                        count,
                        Wording.count(count, "connect")
                                + " of "
                                + Wording.count(all)
                                + " had to wait: the server still remembered the last connection from"
                                + " the same port (TIME_WAIT)")
                .because(
                        "the server had closed first and remembers the ports for 60 s; the client,"
                                + " or a NAT before it, used one again sooner, with a sequence"
                                + " number or timestamp that looks old")
                .costs(
                        "such a connect takes a second or three instead of one round trip; here "
                                + Handshakes.took(met))
                .next("keep connections instead of opening new ones so soon from the same ports")
                .change(IdleOrder.keeping(watched, IdleOrder.client(watched.all())))
                .expect("connections that are kept are not opened: none of these waits remains")
                .price(Phrase.priceOfKeeping(watched))
                .seen(met, SynMeetsTimeWait::seen)
                .figure("longest_connect_s", Handshakes.longestNanos(met) / 1e9)
                .figure("connects_share", (double) count / all)
                .figure("expected_connects_share", 0)
                .done();
    }

    private static Seen seen(JudgedLife judged) {
        return Seen.on(
                judged,
                judged.life().opening().challenge(),
                "a bare ACK came in answer to the SYN");
    }
}
