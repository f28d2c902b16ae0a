package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.Moment;
import java.util.List;
import java.util.Objects;

/**
 * Connections that one client gave up, against those that it opened afterwards.
 *
 * @param given up, how many
 * @param opened since the first of them ended
 * @param together connections that it takes to do the same with connections that are kept
 * @param perSecond how many it gave up a second
 */
record Reconnects(long given, long opened, long together, double perSecond) {

    /** Of connections that ended in these ways; there is at least one. */
    static Reconnects of(ClientTraffic client, List<LikeEnds> kinds, double seconds) {
        long first =
                LikeEnds.kept(kinds)
                        .map(one -> one.life().ending().first())
                        .filter(Objects::nonNull)
                        .mapToLong(Moment::atNanos)
                        .min()
                        .orElse(Long.MAX_VALUE);
        long given = Phrase.count(kinds);
        return new Reconnects(
                given,
                client.all().opened().totalSince(first),
                client.all().together(),
                given / seconds);
    }

    /** A pool that shrinks, or a program that ends, opens no others in their place. */
    boolean replaceWhatWasGiven() {
        return opened * 2 >= given;
    }
}
