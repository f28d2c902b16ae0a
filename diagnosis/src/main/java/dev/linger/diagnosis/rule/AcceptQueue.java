package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Backlogs;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Opening;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/**
 * Connects wait because the server's queue of connections to accept is full: Linux drops what does
 * not fit, and the handshake is repeated after a second.
 */
final class AcceptQueue implements FindingRule {
    private static final int SEVERAL = 5;

    /** Less says nothing of a loss of some in a hundred. */
    private static final int FEWEST_SEGMENTS = 100;

    private static final double HARDLY_ANY = 0.01;

    /** A network that loses packets loses those of established connections as well. */
    private static final double MORE_THAN_LOST = 3;

    @Override
    public String id() {
        return "accept-queue";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        long repeated = all.with(Trait.HANDSHAKE_NOT_TAKEN).count();
        long turnedAway = all.count(AcceptQueue::isTurnedAway);
        long count = repeated + turnedAway;
        double share = (double) count / Math.max(1, all.connections());
        double lost = all.wire().lostShare();
        if (count < SEVERAL || share < HARDLY_ANY || share < lost * MORE_THAN_LOST) {
            return List.of();
        }
        return List.of(told(repeated, turnedAway, watched));
    }

    private Finding told(long repeated, long turnedAway, Watched watched) {
        Tally all = watched.all();
        Samples again = all.with(Trait.HANDSHAKE_NOT_TAKEN);
        long count = repeated + turnedAway;
        boolean fails = turnedAway >= SEVERAL && turnedAway * 100 >= all.connections();
        return Finding.of(this, fails ? Weight.CRITICAL : Weight.WARNING, watched)
                .what(count, what(repeated, turnedAway, all))
                .because(because(repeated, turnedAway, all))
                .costs(costs(again, turnedAway))
                .next(
                        turnedAway > repeated
                                ? "find the cap or the rule at the server that turns clients away;"
                                        + " if it is the queue, let more connections wait in it"
                                : "let more connections wait at the server, and find out why it"
                                        + " takes them so slowly")
                .change(
                        Backlogs.of(
                                Software.ofServer(all.product()),
                                watched.server().endpoint().port()))
                .expect(
                        "bursts of up to "
                                + Wording.count(Backlogs.LENGTH)
                                + " connections wait instead of being dropped. If the server is too"
                                + " slow all the time, only fewer connections (keep-alive) or more"
                                + " workers help")
                .price("in an overload clients wait longer before they learn of it")
                .seen(again, AcceptQueue::seen)
                .seen(all.ends(AcceptQueue::isTurnedAway))
                .figure("connections_share", (double) count / all.connections())
                .figure("expected_connections_share", 0)
                .done();
    }

    private static String because(long repeated, long turnedAway, Tally all) {
        if (turnedAway > repeated) {
            return "the server turns them away: a cap on connections, a rule that rejects them, or a"
                    + " full queue with tcp_abort_on_overflow=1";
        }
        String queue =
                "the server accepts more slowly than clients connect, so that its queue is full";
        if (all.wire().segments() < FEWEST_SEGMENTS) {
            return queue + "; or the network lost packets, which so little data does not show";
        }
        return queue
                + "; the network shows little loss: "
                + Wording.share(repeated, all.connections())
                + " of the handshakes had to be repeated, but "
                + lost(all.wire().lostShare())
                + " (at the server, TcpExtListenOverflows of nstat proves it)";
    }

    private static String lost(double share) {
        return share == 0
                ? "nothing after them"
                : "only "
                        + Wording.share(Math.round(share * 10_000), 10_000)
                        + " of what carried data";
    }

    private static Seen seen(JudgedLife judged) {
        Opening opening = judged.life().opening();
        return opening.syns() > 1
                ? Seen.on(judged, opening.syn(), "SYN sent " + opening.syns() + " times")
                : Seen.on(judged, opening.synAck(), "SYN ACK sent " + opening.synAcks() + " times");
    }

    private static boolean isTurnedAway(LikeEnds kind) {
        return kind.likeness().cause() == CloseCause.OVER_LIMIT
                && kind.likeness().manner() == Manner.RESET;
    }

    private static String what(long repeated, long turnedAway, Tally all) {
        String again =
                Wording.count(repeated, "connection")
                        + " of "
                        + Wording.count(all.connections())
                        + " needed a second attempt at the handshake";
        String away = Wording.count(turnedAway) + " got a RST right after it";
        if (repeated == 0) {
            return Wording.count(turnedAway, "connection") + " got a RST right after the handshake";
        }
        return turnedAway == 0 ? again : again + ", " + away;
    }

    private static String costs(Samples again, long turnedAway) {
        if (again.count() == 0) {
            return "each of these connects failed";
        }
        String slow =
                "a second, then three, then seven until a connect succeeds; here "
                        + Handshakes.took(again);
        return turnedAway == 0 ? slow : slow + "; those with a RST have failed";
    }
}
