package dev.linger.diagnosis.verdict;

/** Whether a duration looks like one that a person configured. */
final class RoundSeconds {
    private RoundSeconds() {}

    /** A little above a whole or half second; from ten seconds on, of a multiple of five. */
    static boolean isRound(double seconds) {
        if (seconds < 0.45) {
            return false;
        }
        double step = seconds < 10 ? 0.5 : seconds < 60 ? 5 : 10;
        double over = seconds % step;
        double early = Math.min(0.005, seconds * 0.005);
        return over <= Math.clamp(seconds * 0.02, 0.05, 0.1) || step - over <= early;
    }
}
