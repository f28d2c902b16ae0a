package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.IdleTimeoutOfClients;
import dev.linger.diagnosis.advice.MorePorts;
import dev.linger.diagnosis.advice.OneClientForAll;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** The pool of a client closes connections that nothing used for a while, as a pool should. */
final class ClientIdleTimeout implements FindingRule {

    /** Each second's closings hold sixty ports each: 300 of the usual 28,232. */
    private static final double COSTLY_PER_SECOND = 5;

    @Override
    public String id() {
        return "client-idle-timeout";
    }

    @Override
    public List<Finding> find(Watched watched) {
        List<Finding> found = new ArrayList<>();
        List<ClientTraffic> calm = new ArrayList<>();
        for (ClientTraffic client : watched.server().clients()) {
            List<LikeEnds> closed = timedOut(client);
            IdleTimeout timeout = IdleOrder.ofClient(watched, client.address());
            if (timeout == null || closed.isEmpty()) {
                continue;
            }
            Reconnects reconnects = Reconnects.of(client, closed, watched.activeSeconds());
            if (reconnects.perSecond() >= COSTLY_PER_SECOND && reconnects.replaceWhatWasGiven()) {
                found.add(costly(watched, client, timeout, reconnects));
            } else {
                calm.add(client);
            }
        }
        if (!calm.isEmpty()) {
            found.add(calm(watched, calm));
        }
        return found;
    }

    private static List<LikeEnds> timedOut(ClientTraffic client) {
        return client.all()
                .ends(kind ->
                        kind.likeness().cause() == CloseCause.IDLE_TIMEOUT
                                && kind.likeness().closedFirst() == ClosedFirst.CLIENT);
    }

    private Finding costly(
            Watched watched, ClientTraffic client, IdleTimeout timeout, Reconnects reconnects) {
        List<LikeEnds> closed = timedOut(client);
        Spares spares = Spares.of(client.all(), timeout.seconds());
        double ports = reconnects.perSecond() * Tally.TIME_WAIT_SECONDS;
        Finding.Draft draft =
                Finding.of(this, Weight.WARNING, watched)
                        .client(client)
                        .what(
                                reconnects.given(),
                                "the client closed "
                                        + Wording.count(reconnects.given(), "connection")
                                        + " after "
                                        + Phrase.seconds(timeout.seconds())
                                        + " without use, "
                                        + Phrase.rate(watched, reconnects.perSecond())
                                        + ", and opened "
                                        + Wording.count(reconnects.opened())
                                        + " others meanwhile")
                        .costs(
                                "a handshake for each; "
                                        + Phrase.timeWait(watched, closed, reconnects.perSecond())
                                        + ", of the "
                                        + Wording.count(MorePorts.DEFAULT)
                                        + " that Linux has for one server")
                        .seen(closed)
                        .figure("client_idle_timeout_s", timeout.seconds())
                        .figure("closings_per_s", reconnects.perSecond())
                        .figure("time_waits", ports);
        if (spares.areUnused()) {
            adviseToUse(draft, watched, client, reconnects, spares);
        } else {
            adviseToKeep(draft, watched, client, timeout, reconnects, spares);
        }
        return draft.done();
    }

    /** A longer timeout helps nobody who does not take what lies there. */
    private static void adviseToUse(
            Finding.Draft draft,
            Watched watched,
            ClientTraffic client,
            Reconnects reconnects,
            Spares spares) {
        draft.because(
                        "idle connections were there at "
                                + Wording.count(spares.besideIdle())
                                + " of the "
                                + Wording.count(spares.openings())
                                + " openings since the first of these closings, and were not used")
                .next(
                        "find out why: is a new client or pool made for each request? are there"
                                + " several processes? One client for all uses what is there; a"
                                + " longer timeout alone would only leave more idle")
                .change(OneClientForAll.of(Software.ofClient(client.all().agent())))
                .expect("with one pool for all of its requests " + kept(watched, reconnects))
                .price(Phrase.priceOfKeeping(watched))
                .figure("openings_beside_idle", (double) spares.besideIdle());
    }

    private static void adviseToKeep(
            Finding.Draft draft,
            Watched watched,
            ClientTraffic client,
            IdleTimeout timeout,
            Reconnects reconnects,
            Spares spares) {
        double server = IdleOrder.serverSeconds(watched);
        double allowed = IdleOrder.belowServer(server);
        boolean isAllowed = allowed > timeout.seconds();
        long longer = isAllowed ? (long) allowed : longer(timeout, spares);
        draft.because(
                        "its pool's idle timeout is shorter than the pauses between its requests: "
                                + Phrase.seconds(spares.pauseSeconds())
                                + " in the mean before an opening at which none was left")
                .next(
                        "let the client keep idle connections for "
                                + longer
                                + " s ("
                                + (isAllowed
                                        ? "four fifths of the server's timeout"
                                        : "longer than these pauses; "
                                                + (server > 0
                                                        ? "first raise the server's own timeout of "
                                                                + Phrase.seconds(server)
                                                                + " above that"
                                                        : "the server's own timeout did not show, and must be"
                                                                + " longer still"))
                                + ")")
                .change(
                        IdleTimeoutOfClients.atLeast(
                                Software.ofClient(client.all().agent()), longer))
                .price("idle connections stay open longer, at the server too")
                .figure("pause_s", spares.pauseSeconds());
        if (spares.pauseSeconds() < longer) {
            draft.expect(kept(watched, reconnects) + ", unless pauses get longer")
                    .figure("expected_connections", (double) reconnects.together());
        }
    }

    private static String kept(Watched watched, Reconnects reconnects) {
        return "at most "
                + Wording.count(reconnects.together(), "connection")
                + ", which stay open, instead of "
                + Phrase.rate(watched, reconnects.perSecond());
    }

    /** Where the server's did not show: with room above the pauses. */
    private static long longer(IdleTimeout timeout, Spares spares) {
        double longest = Math.max(timeout.seconds(), spares.pauseSeconds());
        return Math.max(1, (long) Math.ceil(longest * 2));
    }

    /** The value that most of them show; of one client, how many that are where not all. */
    private static String after(IdleTimeout timeout, long count, boolean isOnly) {
        String value = " after " + Phrase.seconds(timeout.seconds());
        return isOnly && timeout.closings() < count
                ? ", " + Wording.count(timeout.closings()) + " of them" + value
                : (isOnly && timeout.closings() == count ? "," : ", mostly") + value;
    }

    private Finding calm(Watched watched, List<ClientTraffic> clients) {
        List<LikeEnds> closed =
                clients.stream().flatMap(client -> timedOut(client).stream()).toList();
        long count = Phrase.count(closed);
        double perSecond = watched.perSecond(count);
        IdleTimeout first = IdleOrder.ofClient(watched, clients.getFirst().address());
        Finding.Draft draft =
                Finding.of(this, Weight.NOTICE, watched)
                        .what(
                                count,
                                Wording.count(clients.size(), "client")
                                        + " closed "
                                        + Wording.count(count, "connection")
                                        + " that nothing had used for a while"
                                        + (first == null
                                                ? ""
                                                : after(first, count, clients.size() == 1)))
                        .because(
                                "their own idle timeout: the side that sends the next request"
                                        + " closes first, as it should")
                        .costs(Phrase.timeWait(watched, closed, perSecond))
                        .next(Phrase.nothing("so it should be"))
                        .seen(closed)
                        .figure("closings_per_s", perSecond);
        if (clients.size() == 1) {
            draft.client(clients.getFirst());
        }
        return draft.done();
    }
}
