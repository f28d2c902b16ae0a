package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.ClientTimeouts;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.IdleDrops;
import dev.linger.diagnosis.finding.Samples;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.diagnosis.finding.Series;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One end answers nothing any more, in the middle of what was going on. */
final class VanishedPeers implements FindingRule {
    private static final int FEWEST = 3;

    /** Within that, many connections lost their other end by one event. */
    private static final long TOGETHER_NANOS = 5_000_000_000L;

    /** Of a client's time limit. */
    private static final int SECONDS = 10;

    @Override
    public String id() {
        return "vanished-peers";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        List<Finding> found = new ArrayList<>();
        Samples servers = all.with(Trait.SERVER_VANISHED);
        long untold = servers.count() - toldBySilentDrop(all);
        if (untold >= FEWEST) {
            found.add(server(watched, servers, untold));
        }
        Samples clients = all.with(Trait.CLIENT_VANISHED);
        if (clients.count() >= FEWEST) {
            found.add(clients(watched, clients));
        }
        return found;
    }

    private static long toldBySilentDrop(Tally all) {
        IdleDrops drops = all.idleDrops();
        return SilentDrop.isTold(all) ? drops.lost().count() - drops.reset() : 0;
    }

    private Finding server(Watched watched, Samples servers, long count) {
        Tally all = watched.all();
        Series times = all.wire().vanished();
        return Finding.of(this, Loss.weight(count, Math.max(all.requests(), count)), watched)
                .what(
                        count,
                        "the server stopped answering on "
                                + connections(all, count)
                                + together(times))
                .because(
                        "what the client sent was repeated, and neither an ACK nor a RST came:"
                                + " the server's machine was gone or frozen (of a process that"
                                + " ended the system would have answered), the way to it was cut,"
                                + " or a firewall dropped the packets")
                .costs(
                        "without a time limit in the client each hangs for about 15 minutes, until"
                                + " its system stops trying")
                .next(
                        "see whether the machine and the way to it were there at "
                                + instant(times)
                                + "; capture at the server as well: what comes there was dropped by"
                                + " itself. And let clients have a time limit")
                .change(ClientTimeouts.of(Software.ofClient(all.agent()), SECONDS))
                .expect("a client that knows after " + SECONDS + " s, and can ask another server")
                .price("answers that take longer than that are given up as well")
                .seen(servers, judged -> seen(judged, Side.CLIENT))
                .figure("vanished", (double) count)
                .done();
    }

    private Finding clients(Watched watched, Samples clients) {
        Tally all = watched.all();
        return Finding.of(this, Weight.NOTICE, watched)
                .what(
                        clients.count(),
                        "the client stopped answering on " + connections(all, clients.count()))
                .because(
                        "what the server sent was repeated, and neither an ACK nor a RST came: the"
                                + " client's machine was switched off or changed its network, or"
                                + " something in between forgot the connection")
                .costs("the server keeps the connection and its unsent bytes until it gives up")
                .next(
                        Phrase.nothing(
                                "clients come and go; many at one moment are a network's fault"))
                .seen(clients, judged -> seen(judged, Side.SERVER))
                .figure("vanished", (double) clients.count())
                .done();
    }

    private static String connections(Tally all, long count) {
        return Wording.count(count) + " of " + Wording.count(all.connections(), "connection");
    }

    /** Whether one event took them. */
    private static String together(Series times) {
        long span = times.amounts().length * times.stepNanos();
        return span <= TOGETHER_NANOS ? ", all at about " + instant(times) : "";
    }

    private static Instant instant(Series times) {
        return Instant.ofEpochSecond(Math.floorDiv(times.startNanos(), 1_000_000_000L));
    }

    /** The first repetition that met no answer. */
    private static Moment since(JudgedLife judged) {
        return judged.verdict().evidence().getFirst().at();
    }

    private static Seen seen(JudgedLife judged, Side repeating) {
        return Seen.on(
                judged,
                since(judged),
                repeating.word()
                        + " repeated itself "
                        + judged.life().from(repeating).unanswered()
                        + " times in vain");
    }
}
