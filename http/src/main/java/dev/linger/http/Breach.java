package dev.linger.http;

import org.jspecify.annotations.Nullable;

/**
 * Carries a violation out of parsing without an allocation: parse methods return a position, or
 * {@link #INCOMPLETE}, or {@link #FAULTY} after they have noted it here.
 */
final class Breach {
    static final int INCOMPLETE = -1;
    static final int FAULTY = -2;

    @Nullable Violation violation;
    int at;

    int of(Violation violation, int at) {
        this.violation = violation;
        this.at = at;
        return FAULTY;
    }
}
