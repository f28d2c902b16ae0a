package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Weight;
import java.util.List;

/**
 * Connections that ended because one side's messages asked for it.
 *
 * @param kinds their ends
 * @param count how many
 */
record AskedCloses(List<LikeEnds> kinds, long count, double perSecond) {
    /** Fewer a second are no load on anybody. */
    private static final double HARMLESS_PER_SECOND = 5;

    private static final int FEWEST = 10;

    static AskedCloses of(Watched watched, DecidedBy asker) {
        List<LikeEnds> asked =
                watched.all()
                        .ends(kind ->
                                kind.likeness().cause() == CloseCause.CLOSE_REQUESTED
                                        && kind.likeness().decidedBy() == asker);
        long count = Phrase.count(asked);
        return new AskedCloses(asked, count, watched.perSecond(count));
    }

    boolean areFewOf(Tally all) {
        return count < FEWEST || count * 10 < all.connections();
    }

    Weight weight() {
        return perSecond < HARMLESS_PER_SECOND ? Weight.NOTICE : Weight.WARNING;
    }
}
