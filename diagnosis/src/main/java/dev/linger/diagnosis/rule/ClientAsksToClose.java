package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Trait;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Clients say with their requests that they will not use the connection again. */
final class ClientAsksToClose implements FindingRule {

    @Override
    public String id() {
        return "client-asks-to-close";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        AskedCloses asked = AskedCloses.of(watched, DecidedBy.CLIENT);
        if (asked.areFewOf(all)) {
            return List.of();
        }
        long count = asked.count();
        long together = all.together();
        Finding.Draft draft =
                Finding.of(this, asked.weight(), watched)
                        .what(count, what(count, all))
                        .because(says(all, asked.kinds()))
                        .costs(
                                costs(
                                        all,
                                        Phrase.timeWait(watched, asked.kinds(), asked.perSecond())))
                        .next(
                                Phrase.next(
                                        asked.weight(),
                                        Phrase.rate(watched, asked.perSecond()) + " is no load",
                                        next(all)))
                        .change(IdleOrder.keeping(watched, client(all)))
                        .expect(
                                Wording.count(together, "connection")
                                        + " (as many as were open at once) instead of "
                                        + Wording.count(count)
                                        + ", and no TIME_WAIT from them")
                        .price(Phrase.priceOfKeeping(watched))
                        .seen(asked.kinds())
                        .figure("close_requests_per_s", asked.perSecond())
                        .figure("expected_connections", (double) together);
        return List.of(draft.done());
    }

    private static String what(long count, Tally all) {
        return "clients asked for the close of "
                + Wording.count(count, "connection")
                + ", "
                + Wording.share(count, all.connections())
                + " of all to this server";
    }

    /** Mostly the server closes first; where no client leaves it that, TIME_WAIT is elsewhere. */
    private static String costs(Tally all, String elsewhere) {
        long atServer = all.timeWaitsAtServer().peakWithin(Tally.TIME_WAIT_SECONDS);
        String handshakes = Handshakes.cost(all) + "; ";
        return atServer == 0
                ? handshakes + elsewhere
                : handshakes
                        + "TIME_WAIT at the server, "
                        + Wording.count(atServer)
                        + " at the peak, which take only a little memory there";
    }

    private static String next(Tally all) {
        return isOld(all)
                ? "let the clients send HTTP/1.1, without \"Connection: close\""
                : "let the clients keep their connections: no \"Connection: close\" in requests";
    }

    private static String says(Tally all, List<LikeEnds> kinds) {
        if (!isOld(all)) {
            return "the requests say \"Connection: close\"";
        }
        boolean isSaid = LikeEnds.kept(kinds).anyMatch(ClientAsksToClose::saysClose);
        return isSaid
                ? "the requests are in HTTP/1.0, and say \"Connection: close\""
                        + (client(all) == Software.NGINX_UPSTREAM
                                ? ", as nginx does as a proxy unless told otherwise"
                                : "")
                : "the requests are in HTTP/1.0, which closes unless asked to keep";
    }

    private static boolean saysClose(JudgedLife judged) {
        return judged.life().talk() instanceof Talk.Http http
                && http.clientOffer() != null
                && !http.clientOffer().http10();
    }

    /** nginx speaks HTTP/1.0 to its upstream servers unless told otherwise, under nobody's name. */
    private static @Nullable Software client(Tally all) {
        Software named = IdleOrder.client(all);
        return isOld(all) && named != Software.APACHE_BENCH ? Software.NGINX_UPSTREAM : named;
    }

    private static boolean isOld(Tally all) {
        return all.with(Trait.HTTP_10).count() * 2 > all.connections();
    }
}
