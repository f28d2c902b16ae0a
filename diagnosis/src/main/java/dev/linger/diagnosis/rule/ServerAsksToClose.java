package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.KeepAliveOfServers;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.DecidedBy;
import dev.linger.life.Wording;
import java.util.List;

/** The server says with its responses that it will close, though the clients would have kept. */
final class ServerAsksToClose implements FindingRule {

    /** What the responses that end connections have in common. */
    private enum Occasion {
        ERRORS(
                "the responses that say \"Connection: close\" are errors: the code that answers them"
                        + " closes, or does not read the request",
                "find out why there are so many errors; the code that answers them should read the"
                        + " request and leave the connection open"),
        OLD_PROTOCOL(
                "the responses are in HTTP/1.0, which closes unless both sides ask to keep",
                "let the server, or a proxy before it, answer in HTTP/1.1"),
        FIRST_RESPONSE(
                "the first response each time says \"Connection: close\": keep-alive is off at the"
                        + " server",
                "switch keep-alive on at the server"),
        LATER_RESPONSE(
                "responses say \"Connection: close\" on connections that had served before: a server"
                        + " that is being stopped or reloaded, or is short of connections, does"
                        + " so",
                "if it was not stopped or reloaded then, give it more connections or workers");

        private final String says;
        private final String next;

        Occasion(String says, String next) {
            this.says = says;
            this.next = next;
        }

        static Occasion of(Tally all, long asked) {
            if (all.with(Trait.CLOSE_WITH_ERROR).count() * 2 > asked) {
                return ERRORS;
            }
            if (all.with(Trait.CLOSE_BY_OLD_RESPONSE).count() * 2 > asked) {
                return OLD_PROTOCOL;
            }
            return all.with(Trait.CLOSE_WITH_FIRST_RESPONSE).count() * 2 > asked
                    ? FIRST_RESPONSE
                    : LATER_RESPONSE;
        }
    }

    @Override
    public String id() {
        return "server-asks-to-close";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        AskedCloses asked = AskedCloses.of(watched, DecidedBy.SERVER);
        if (asked.areFewOf(all)) {
            return List.of();
        }
        long count = asked.count();
        long together = all.together();
        Occasion occasion = Occasion.of(all, count);
        Finding.Draft draft =
                Finding.of(this, asked.weight(), watched)
                        .what(count, what(count, all))
                        .because(occasion.says)
                        .costs(
                                Handshakes.cost(all)
                                        + "; "
                                        + Phrase.timeWait(
                                                watched, asked.kinds(), asked.perSecond()))
                        .next(
                                Phrase.next(
                                        asked.weight(),
                                        Phrase.rate(watched, asked.perSecond()) + " is no load",
                                        occasion.next))
                        .expect(
                                Wording.count(together, "connection")
                                        + " instead of "
                                        + Wording.count(count))
                        .price(Phrase.priceOfKeeping(watched))
                        .seen(asked.kinds())
                        .figure("close_responses_per_s", asked.perSecond())
                        .figure("expected_connections", (double) together);
        if (occasion == Occasion.FIRST_RESPONSE) {
            draft.change(KeepAliveOfServers.of(Software.ofServer(all.product())));
        }
        return List.of(draft.done());
    }

    private static String what(long count, Tally all) {
        return "the server asked for the close of "
                + Wording.count(count, "connection")
                + " ("
                + Wording.share(count, all.connections())
                + " of all) that the clients would have kept";
    }
}
