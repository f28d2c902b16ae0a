package dev.linger.cli.explain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers of findings, as they are written: four digits are more than a rule is sure of. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    /** From here on a number is whole, and each of its digits was counted. */
    private static final double WHOLE = 1000;

    private Figures() {}

    /**
     * {@code 64}, {@code 12.35}, {@code 0.0004217}; never in scientific notation. It must be
     * finite.
     */
    static String text(double value) {
        return number(value).toPlainString();
    }

    /** The same number without needless digits; it must be finite. */
    static BigDecimal number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded =
                Math.abs(value) >= WHOLE
                        ? exact.setScale(0, RoundingMode.HALF_UP)
                        : exact.round(DIGITS);
        BigDecimal shortest = rounded.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
