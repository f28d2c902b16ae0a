package dev.linger.diagnosis.config;

import dev.linger.life.Wording;

/**
 * How long an idle connection is kept.
 *
 * @param seconds 0: not at all; infinite: no limit; NaN: known only at run time
 * @param says the setting as it stands, or that it is not there: {@code keepalive_timeout 65s}
 * @param place of the setting, or of what it belongs to
 */
public record Idle(double seconds, String says, Place place) {

    static Idle of(double seconds, String says, Place place) {
        return new Idle(seconds, says, place);
    }

    /** The setting with its place. */
    String evidence() {
        return place + ": " + says;
    }

    boolean isKnown() {
        return !Double.isNaN(seconds);
    }

    boolean isUnlimited() {
        return Double.isInfinite(seconds);
    }

    /** {@code 65.000 s}, {@code without limit}. */
    String duration() {
        return isUnlimited() ? "without limit" : text(seconds);
    }

    static String text(double seconds) {
        return seconds == Math.rint(seconds) && seconds < 600
                ? Math.round(seconds) + " s"
                : Wording.duration(Math.round(seconds * 1e9));
    }
}
