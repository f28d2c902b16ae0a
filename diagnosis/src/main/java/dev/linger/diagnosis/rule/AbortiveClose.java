package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.OrderlyClose;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Endpoint;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Connections end with a RST instead of a FIN although the exchange was complete. */
final class AbortiveClose implements FindingRule {
    private static final int FEWEST = 10;

    @Override
    public String id() {
        return "abortive-close";
    }

    @Override
    public List<Finding> find(Watched watched) {
        List<Finding> found = new ArrayList<>();
        Ends byServer = Ends.of(watched.all(), kind -> isAbort(kind, DecidedBy.SERVER));
        if (areMany(byServer, watched)) {
            found.add(byServer(watched, byServer));
        }
        Ends byClient = byClients(watched);
        if (areMany(byClient, watched)) {
            found.add(byClient(watched, byClient));
        }
        return found;
    }

    private static boolean isAbort(LikeEnds kind, DecidedBy decider) {
        return kind.likeness().cause() == CloseCause.ABORT
                && kind.likeness().decidedBy() == decider;
    }

    private static boolean areMany(Ends aborted, Watched watched) {
        long count = aborted.count();
        return count >= FEWEST && count * 10 >= watched.all().connections();
    }

    /** Where a client leaves responses unread, {@link UnreadResponseBodies} counts its aborts. */
    private static Ends byClients(Watched watched) {
        Set<Endpoint> told =
                watched.found().stream()
                        .filter(one -> one.id().equals(UnreadResponseBodies.ID))
                        .map(Finding::client)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        if (told.isEmpty()) {
            return Ends.of(watched.all(), kind -> isAbort(kind, DecidedBy.CLIENT));
        }
        return new Ends(
                watched.server().clients().stream()
                        .filter(client -> !told.contains(client.address()))
                        .flatMap(client ->
                                client.all().ends(kind -> isAbort(kind, DecidedBy.CLIENT)).stream())
                        .toList());
    }

    /** What a server throws away with a RST are answers. */
    private Finding byServer(Watched watched, Ends aborted) {
        Tally all = watched.all();
        return draft(watched, Weight.WARNING, aborted)
                .what(aborted.count(), what("server", aborted, all))
                .because(
                        "its program asks for that (SO_LINGER 0), or closes while bytes that the"
                                + " client sent are unread")
                .costs(
                        "answers that are still on their way are thrown away, and the client sees"
                                + " \"connection reset\"; on a slow network that is the end of long"
                                + " responses first")
                .next(
                        "close without SO_LINGER 0, and read all that the client has sent before"
                                + " closing")
                .change(OrderlyClose.ofServer(Software.ofServer(all.product())))
                .expect("no RST, and every response arrives to its end")
                .price(
                        "TIME_WAIT at the server, "
                                + Wording.count(aborted.count())
                                + " more for a minute: 256 bytes of memory each, nothing more")
                .done();
    }

    /** What a client throws away it has read, or did not want. */
    private Finding byClient(Watched watched, Ends aborted) {
        Tally all = watched.all();
        return draft(watched, Weight.NOTICE, aborted)
                .what(aborted.count(), what("client", aborted, all))
                .because(
                        "its program asks for that (SO_LINGER 0), or left bytes of the response"
                                + " unread; HAProxy and its health checks do so on purpose, to spare"
                                + " ports")
                .costs("\"connection reset\" in the server's log; the responses had arrived")
                .next(
                        Phrase.next(
                                Weight.NOTICE,
                                "the responses had arrived",
                                "let the client read to the end and close without SO_LINGER 0"))
                .change(OrderlyClose.ofClient(Software.ofClient(all.agent())))
                .expect("FIN instead of RST")
                .price(
                        "TIME_WAIT at the client, which blocks a port for a minute each; keeping"
                                + " connections instead costs none")
                .done();
    }

    private Finding.Draft draft(Watched watched, Weight weight, Ends aborted) {
        return Finding.of(this, weight, watched)
                .seen(aborted.kinds())
                .figure("aborts_per_s", watched.perSecond(aborted.count()))
                .figure("expected_aborts_per_s", 0);
    }

    private static String what(String side, Ends aborted, Tally all) {
        return "the "
                + side
                + " ends "
                + Wording.count(aborted.count())
                + " of "
                + Wording.count(all.connections(), "connection")
                + " with a RST after a complete response";
    }
}
