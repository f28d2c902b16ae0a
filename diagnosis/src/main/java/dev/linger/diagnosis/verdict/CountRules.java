package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** What the kernel's counters tell of a connection whose content nobody saw. */
final class CountRules {
    private CountRules() {}

    /** A RST without a FIN: close with unread data, SO_LINGER 0 (RFC 2525, section 2.17). */
    static @Nullable Ruling reset(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        if (!(life.talk() instanceof Talk.Counted counted)
                || closer == null
                || life.ending().manner() != Manner.RESET) {
            return null;
        }
        Moment rst = life.from(closer).rst();
        if (rst == null) {
            return null;
        }
        DecidedBy decider = DecidedBy.of(closer);
        long unread = counted.unreadBy(closer);
        if (unread > 0) {
            return Ruling.likely(life, CloseCause.UNREAD_BODY, decider)
                    .because(rst, closer.word() + " had not read " + unread + " bytes");
        }
        boolean quiet = life.ending().quietNanos() / 1e9 >= Patterns.AT_ONCE_SECONDS;
        boolean outstanding = life.from(closer.opposite()).unacknowledgedBytes() > 0;
        if (!counted.discarded() || outstanding) {
            return null;
        }
        return (quiet
                        ? Ruling.likely(life, CloseCause.ABORT, decider)
                        : Ruling.guess(life, CloseCause.ABORT, decider))
                .because(rst, closer.word() + " discarded the connection, as SO_LINGER 0 does")
                .note("whether a request was under way does not show");
    }
}
