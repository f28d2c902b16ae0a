package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Exchange;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/**
 * Connections that were quiet for long and then carried nothing any more: what was sent came back
 * as a RST, or nothing came back. Beside them the longest quiet time that a connection survived.
 * Not thread-safe.
 */
public final class IdleDrops {

    /** Nothing on a network forgets a connection sooner. */
    private static final long SHORTEST_NANOS = 30_000_000_000L;

    private final Samples lost = new Samples();
    private long shortestLostNanos = -1;
    private long longestLostNanos = -1;
    private long longestSurvivedNanos = -1;
    private long reset;
    private long foreignReset;

    void accept(JudgedLife judged) {
        Closing closing = judged.verdict().closing();
        Talk.Http http = judged.life().talk() instanceof Talk.Http read ? read : null;
        long quiet = http == null ? unreadNanos(judged) : quietNanos(judged, http);
        long longest = http == null ? -1 : http.pauses().longestNanos();
        if (quiet < SHORTEST_NANOS || longest > quiet) {
            longestSurvivedNanos = Math.max(longestSurvivedNanos, longest);
        }
        if (quiet < SHORTEST_NANOS) {
            return;
        }
        lost.add(judged);
        shortestLostNanos = lost.count() == 1 ? quiet : Math.min(shortestLostNanos, quiet);
        longestLostNanos = Math.max(longestLostNanos, quiet);
        reset += closing.cause() == CloseCause.VANISHED ? 0 : 1;
        foreignReset += closing.cause() == CloseCause.MIDDLEBOX ? 1 : 0;
    }

    /** How long the connection had been quiet when it showed to be lost; -1 where it was not. */
    private static long quietNanos(JudgedLife judged, Talk.Http http) {
        Closing closing = judged.verdict().closing();
        boolean gone =
                closing.cause() == CloseCause.VANISHED
                        || closing.cause() == CloseCause.MIDDLEBOX
                        || (closing.cause() == CloseCause.NO_RESPONSE
                                && closing.manner() == Manner.RESET);
        Exchange last = http.last();
        if (!gone || last == null) {
            return -1;
        }
        return last.responseBegan() == null
                ? between(judged.life().fromServer().lastByte(), last.requestBegan())
                : last.waitNanos();
    }

    /** The same where the content cannot be read, as over TLS: only silence is sure then. */
    private static long unreadNanos(JudgedLife judged) {
        return judged.verdict().closing().cause() == CloseCause.VANISHED
                ? between(
                        judged.life().fromServer().lastByte(),
                        judged.life().fromClient().lastByte())
                : -1;
    }

    private static long between(@Nullable Moment from, @Nullable Moment to) {
        return from == null || to == null ? -1 : to.atNanos() - from.atNanos();
    }

    /** The lost ones. */
    public Samples lost() {
        return lost;
    }

    /** The shortest quiet time after which one was lost; -1 where none was. */
    public long shortestLostNanos() {
        return shortestLostNanos;
    }

    /** The longest one. */
    public long longestLostNanos() {
        return longestLostNanos;
    }

    /** The longest pause after which a connection still worked; -1 where HTTP was not read. */
    public long longestSurvivedNanos() {
        return longestSurvivedNanos;
    }

    /** How many of the lost ones ended by a RST instead of silence. */
    public long reset() {
        return reset;
    }

    /** How many of those RST neither end had sent. */
    public long foreignReset() {
        return foreignReset;
    }
}
