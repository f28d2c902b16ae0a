package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Series;
import dev.linger.diagnosis.finding.Tally;

/**
 * Whether idle connections of a client were there when it opened others. Every one that closes
 * within its idle timeout after an opening was idle at that opening already.
 *
 * @param openings that follow the first closing
 * @param besideIdle those of them at which idle connections were there
 * @param pauseSeconds before the others: from the last use of a connection to the opening of the
 *     next one, in the mean; 0 where there was none
 */
record Spares(long openings, long besideIdle, double pauseSeconds) {

    /**
     * Of a client whose connections close after so long without use, to the accuracy of a step of
     * {@link Series}.
     */
    static Spares of(Tally client, double timeoutSeconds) {
        Series closed = client.timeWaitsAtClient();
        Series opened = client.opened();
        long timeout = Math.round(timeoutSeconds * 1e9);
        int[] amounts = opened.amounts();
        long all = 0;
        long beside = 0;
        double paused = 0;
        for (int step = 0; step < amounts.length; step++) {
            long at = opened.startNanos() + step * opened.stepNanos();
            long before = amounts[step] == 0 ? 0 : closed.lastBefore(at);
            if (before == 0) {
                continue;
            }
            all += amounts[step];
            boolean isSpare = closed.totalSince(at) > closed.totalSince(at + timeout);
            beside += isSpare ? amounts[step] : 0;
            paused += isSpare ? 0 : amounts[step] * (at - before + timeout) / 1e9;
        }
        return new Spares(all, beside, all == beside ? 0 : paused / (all - beside));
    }

    /** Whether it is not the timeout that keeps the client from using them again. */
    boolean areUnused() {
        return besideIdle * 2 > openings;
    }
}
