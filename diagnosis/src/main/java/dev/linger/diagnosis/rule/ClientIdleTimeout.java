package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.IdleTimeoutOfClients;
import dev.linger.diagnosis.advice.MorePorts;
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
        long longer = longer(watched, timeout);
        double ports = reconnects.perSecond() * Tally.TIME_WAIT_SECONDS;
        return Finding.of(this, Weight.WARNING, watched)
                .client(client)
                .what(
                        reconnects.given(),
                        "the client closed "
                                + Wording.count(reconnects.given(), "connection")
                                + " after "
                                + Phrase.seconds(timeout.seconds())
                                + " without use, "
                                + Phrase.rate(reconnects.perSecond())
                                + ", and opened "
                                + Wording.count(reconnects.opened())
                                + " others meanwhile")
                .because("its pool's idle timeout is shorter than the pauses between its requests")
                .costs(
                        "a handshake for each; "
                                + Phrase.timeWait(closed, reconnects.perSecond())
                                + ", of the "
                                + Wording.count(MorePorts.DEFAULT)
                                + " that Linux has for one server")
                .next("let the client keep idle connections for " + longer + " s")
                .change(IdleTimeoutOfClients.of(Software.ofClient(client.all().agent()), longer))
                .expect(
                        "at most "
                                + Wording.count(reconnects.together(), "connection")
                                + ", which stay open, instead of "
                                + Phrase.rate(reconnects.perSecond()))
                .price("idle connections stay open longer, at the server too")
                .seen(closed)
                .figure("client_idle_timeout_s", timeout.seconds())
                .figure("closings_per_s", reconnects.perSecond())
                .figure("time_waits", ports)
                .figure("expected_connections", (double) reconnects.together())
                .done();
    }

    /** As long as the server allows; where that did not show, four times as long. */
    private static long longer(Watched watched, IdleTimeout timeout) {
        long allowed = IdleOrder.belowServer(IdleOrder.serverSeconds(watched));
        return allowed > timeout.seconds()
                ? allowed
                : Math.max(1, Math.round(timeout.seconds() * 4));
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
                                                : ", mostly after "
                                                        + Phrase.seconds(first.seconds())))
                        .because(
                                "their own idle timeout: the side that sends the next request"
                                        + " closes first, as it should")
                        .costs(Phrase.timeWait(closed, perSecond))
                        .next(Phrase.nothing("so it should be"))
                        .seen(closed)
                        .figure("closings_per_s", perSecond);
        if (clients.size() == 1) {
            draft.client(clients.getFirst());
        }
        return draft.done();
    }
}
