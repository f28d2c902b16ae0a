package dev.linger.cli;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import java.util.List;

/** Lives made up for tests. */
public final class Lives {
    static final long OPENED = 1_795_252_396_104_192_000L; // 2026-11-21T09:13:16.104192Z

    private Lives() {}

    public static JudgedLife closed(long number, Talk talk) {
        return life(number, talk, Manner.FIN, 19_000, 65_000);
    }

    public static JudgedLife life(
            long number, Talk talk, Manner manner, long quietNanos, long evidenceAfterNanos) {
        Moment opened = new Moment(1, OPENED);
        Moment last = new Moment(9, OPENED + 272_000);
        Moment seen = new Moment(manner == Manner.OPEN ? 0 : 4, OPENED + evidenceAfterNanos);
        Half half =
                new Half(
                        4, 97, 0, null, null, null, false, false, null, false, false, null, null, 0,
                        null, 0, null, 0, 0);
        ConnectionLife life =
                new ConnectionLife(
                        number,
                        Endpoint.ofIpv4(0x7f000001, 38626),
                        Endpoint.ofIpv4(0x7f000001, 9002),
                        SeenBy.CAPTURE,
                        opened,
                        new Opening(opened, null, null, 1, 0, null, -1),
                        half,
                        Half.UNSEEN,
                        talk,
                        new Ending(ClosedFirst.SERVER, manner, Phase.IDLE, null, last, quietNanos),
                        List.of("a note of the \"observer\""));
        Closing closing =
                new Closing(
                        CloseCause.CLOSE_REQUESTED,
                        DecidedBy.CLIENT,
                        ClosedFirst.SERVER,
                        manner,
                        Phase.IDLE);
        Evidence evidence = new Evidence(seen, "server sent the first FIN");
        return new JudgedLife(
                life,
                new Verdict(
                        closing, Confidence.CERTAIN, List.of(evidence), List.of("a second note")));
    }
}
