package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Backlogs;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.JudgedLife;
import dev.linger.life.Opening;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/**
 * Connects that were answered by SYN ACK and went no further: of clients that do not exist, or that
 * the answer does not reach.
 */
final class HalfOpen implements FindingRule {
    private static final int SEVERAL = 5;

    private static final int MANY = 50;

    /** A client that is there has answered by then, or has sent its SYN again. */
    private static final long ANSWERED_BY_NANOS = 1_000_000_000L;

    @Override
    public String id() {
        return "half-open";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Samples halfOpen = all.with(Trait.HALF_OPEN);
        long mayGoOn = all.wire().halfOpened().totalSince(watched.toNanos() - ANSWERED_BY_NANOS);
        long count = halfOpen.count() - mayGoOn;
        if (count < SEVERAL || count * 100 < all.connections()) {
            return List.of();
        }
        boolean isReal = all.with(Trait.HALF_OPEN_RETRIED).count() * 2 >= halfOpen.count();
        Weight ofFlood = count >= MANY ? Weight.WARNING : Weight.NOTICE;
        Weight weight = isReal ? Loss.weightOfConnects(count, all.connections()) : ofFlood;
        return List.of(
                Finding.of(this, weight, watched)
                        .what(count, what(count, all))
                        .because(isReal ? unreached() : forged())
                        .costs(
                                isReal
                                        ? "each of these connects fails, after the client's own"
                                                + " connect timeout or two minutes"
                                        : "a place in the server's queue of half-open connections"
                                                + " (SYN_RECV) for up to a minute each; when that"
                                                + " is full, connects of real clients are dropped,"
                                                + " unless SYN cookies are on")
                        .next(
                                isReal
                                        ? "capture at the client as well: where the SYN ACK does"
                                                + " not arrive, look at the way back (routes,"
                                                + " firewalls, a load balancer that the answer does"
                                                + " not pass)"
                                        : "see at the server whether the queue was full (nstat -az"
                                                + " TcpExtSyncookiesSent TcpExtTCPReqQFullDrop),"
                                                + " keep SYN cookies on, and have the flood"
                                                + " filtered in front of the server")
                        .change(isReal ? List.of() : List.of(Backlogs.ofHalfOpen()))
                        .expect(
                                isReal
                                        ? "every SYN ACK is answered within one round trip"
                                        : "a flood goes on to cost packets, but no connects of real"
                                                + " clients")
                        .seen(halfOpen, HalfOpen::seen)
                        .figure("connects_share", (double) count / all.connections())
                        .figure("expected_connects_share", 0)
                        .done());
    }

    private static String what(long count, Tally all) {
        return Wording.count(count, "connect")
                + " of "
                + Wording.count(all.connections())
                + " stayed half open: the server answered SYN ACK, and heard nothing more";
    }

    private static String forged() {
        return "who sent these SYNs does not send them again as a client would: a SYN flood or a"
                + " scan from addresses that are forged or answer nothing";
    }

    private static String unreached() {
        return "the clients go on sending their SYN, so the SYN ACK does not reach them, or their"
                + " ACK is lost: a firewall or a route knows one direction only";
    }

    private static Seen seen(JudgedLife judged) {
        Opening opening = judged.life().opening();
        return Seen.on(
                judged,
                opening.synAck(),
                "SYN ACK"
                        + (opening.synAcks() > 1 ? " " + opening.synAcks() + " times" : "")
                        + ", without an answer");
    }
}
