package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.BodiesOfClients;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Exchange;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client closes connections because it did not read responses to their end. */
final class UnreadResponseBodies implements FindingRule {
    static final String ID = "unread-response-bodies";

    private static final int FEWEST = 3;

    /** Fewer in all are no load on anybody. */
    private static final int MANY = 10;

    /** Fewer a second are no load on anybody. */
    private static final double HARMLESS_PER_SECOND = 0.5;

    /** Clients that read what was left by themselves give up at about this size. */
    private static final long LONG_BYTES = 256 << 10;

    /** Of data, in a packet of 1,500 bytes: RFC 9293, section 3.7.1, with timestamps. */
    private static final int SEGMENT_BYTES = 1448;

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<Finding> find(Watched watched) {
        return watched.server().clients().stream()
                .map(client -> find(watched, client))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Finding find(Watched watched, ClientTraffic client) {
        Tally all = client.all();
        Ends left = Ends.of(all, UnreadResponseBodies::isClientsEnd);
        long inside = left.in(Phase.RESPONSE_HEAD) + left.in(Phase.RESPONSE_BODY);
        long after = left.count(kind -> kind.likeness().cause() == CloseCause.ABORT);
        long count = inside + after;
        // A client that ends leaves what is under way, all at once: nothing replaces it.
        boolean replaced = count >= 2 * all.together();
        if (inside < FEWEST || !replaced || count * 10 < all.connections()) {
            return null;
        }
        double perSecond = watched.perSecond(count);
        // People leave pages before they are complete.
        List<LikeEnds> unread = unread(left);
        long rest = restBytes(unread);
        boolean harmless =
                count < MANY
                        || perSecond < HARMLESS_PER_SECOND
                        || IdleOrder.namesBrowser(all)
                        || rest > LONG_BYTES;
        Finding.Draft draft =
                draft(watched, client, harmless ? Weight.NOTICE : Weight.WARNING, rest);
        return advised(draft, all, rest)
                .what(count, what(client, count))
                .because(because(left, inside, after))
                .seen(unread)
                .figure("unread_per_s", perSecond)
                .done();
    }

    private Finding.Draft draft(Watched watched, ClientTraffic client, Weight weight, long rest) {
        Tally all = client.all();
        return Finding.of(this, weight, watched)
                .client(client)
                .costs(costs(all))
                .next(
                        Phrase.next(
                                weight,
                                harmless(all, rest),
                                rest > LONG_BYTES
                                        ? "ask for less (HEAD, a range, a smaller page)"
                                        : "read each response to its end before closing it"));
    }

    private static String harmless(Tally all, long rest) {
        if (IdleOrder.namesBrowser(all)) {
            return "people leave pages before they are complete";
        }
        return rest > LONG_BYTES
                ? "to read "
                        + Wording.bytes(rest)
                        + " that nobody needs costs more than a new connection"
                : "so few are no load";
    }

    /** To read on, where that is cheaper than a connection; else what else can be done. */
    private static Finding.Draft advised(Finding.Draft draft, Tally all, long rest) {
        long together = all.busyTogether();
        String fewer =
                Wording.count(together, "connection")
                        + " (as many as were busy at once) instead of "
                        + Wording.count(all.connections());
        draft.price(price(rest));
        if (rest > LONG_BYTES) {
            return draft.expect(
                    "left as it is, as many connections as now; with less asked for, and read to"
                            + " its end, "
                            + fewer);
        }
        return draft.change(BodiesOfClients.of(Software.ofClient(all.agent())))
                .expect(fewer)
                .figure("expected_connections", (double) together);
    }

    private static boolean isClientsEnd(LikeEnds kind) {
        CloseCause cause = kind.likeness().cause();
        boolean fits =
                cause == CloseCause.UNREAD_BODY
                        || cause == CloseCause.ABANDONED
                        || cause == CloseCause.STOPPED
                        || cause == CloseCause.ABORT;
        return fits && kind.likeness().decidedBy() == DecidedBy.CLIENT;
    }

    private static List<LikeEnds> unread(Ends left) {
        return left.kinds().stream()
                .filter(kind -> kind.in(Phase.RESPONSE_BODY) + kind.in(Phase.RESPONSE_HEAD) > 0)
                .toList();
    }

    private static String what(ClientTraffic client, long count) {
        return "the client closed "
                + Wording.count(count)
                + " of its "
                + Wording.count(client.all().connections(), "connection")
                + " without reading the response to its end";
    }

    private static String because(Ends left, long inside, long after) {
        String breaks =
                "it closed while the response was still coming, "
                        + Wording.count(inside, "time")
                        + causes(left);
        return after == 0
                ? breaks
                : breaks
                        + "; as a RST right after the response's end, "
                        + Wording.count(after, "time");
    }

    /** How these are counted by cause, where they have several; empty where they have one. */
    private static String causes(Ends left) {
        Map<String, Long> counts = new TreeMap<>();
        for (LikeEnds kind : unread(left)) {
            long open = kind.in(Phase.RESPONSE_HEAD) + kind.in(Phase.RESPONSE_BODY);
            counts.merge(kind.likeness().cause().word(), open, Long::sum);
        }
        return counts.size() < 2
                ? ""
                : counts.entrySet().stream()
                        .map(one -> one.getKey() + " " + Wording.count(one.getValue()))
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    /** What was left of a response, in the middle of those kept; -1 where none had a length. */
    private static long restBytes(List<LikeEnds> unread) {
        long[] rests =
                LikeEnds.kept(unread)
                        .mapToLong(one -> restBytes(one.life().talk()))
                        .filter(rest -> rest >= 0)
                        .sorted()
                        .toArray();
        return rests.length == 0 ? -1 : rests[rests.length / 2];
    }

    private static long restBytes(Talk talk) {
        Exchange last = talk instanceof Talk.Http http ? http.last() : null;
        return last == null || last.responseDeclaredBytes() < 0
                ? -1
                : last.responseDeclaredBytes() - last.responseBodyBytes();
    }

    private static String price(long rest) {
        return rest < 0
                ? "the rest of each response is transferred; where that is long and nobody needs"
                        + " it, a new connection is cheaper, and nothing has to change"
                : (rest > LONG_BYTES
                                ? "to read on would transfer "
                                : "the rest of each response is transferred, here ")
                        + Wording.bytes(rest)
                        + " a response or "
                        + Wording.count(rest / SEGMENT_BYTES + 1, "packet")
                        + ", against "
                        + Handshakes.PACKETS
                        + " packets and a round trip for a new connection";
    }

    private static String costs(Tally all) {
        boolean once = all.requests() <= all.connections();
        return (once
                        ? "a new connection for every request"
                        : "a new connection for every "
                                + Wording.ratio(all.requests(), all.connections())
                                + " requests")
                + ", and the bytes that were sent for nobody";
    }
}
