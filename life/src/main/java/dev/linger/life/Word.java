package dev.linger.life;

import java.util.Locale;

/**
 * A term of the vocabulary: an enum constant with one spelling in JSON, metric labels, logs and
 * page names. {@code IDLE_TIMEOUT} is spelled {@code idle-timeout}.
 */
public sealed interface Word
        permits CloseCause,
                ClosedFirst,
                Confidence,
                DecidedBy,
                Manner,
                Phase,
                SeenBy,
                Side,
                TimeWaitAt,
                Weight {

    /** The constant's name, as {@link Enum#name()}. */
    String name();

    /** The one spelling: lower case, words joined by a hyphen. */
    String word();

    /** The spelling of a constant's name. */
    static String of(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
