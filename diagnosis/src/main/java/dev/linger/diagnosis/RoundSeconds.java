package dev.linger.diagnosis;

/** Whether a duration looks like one that a person configured. */
final class RoundSeconds {
    private RoundSeconds() {}

    /** Within two per cent above a whole or half second, or above a whole multiple of five. */
    static boolean isRound(double seconds) {
        if (seconds < 0.45) {
            return false;
        }
        double step = seconds < 10 ? 0.5 : seconds < 60 ? 5 : 10;
        double over = seconds % step;
        double early = Math.min(0.005, seconds * 0.005);
        return over <= Math.min(seconds * 0.02, 0.1) || step - over <= early;
    }
}
