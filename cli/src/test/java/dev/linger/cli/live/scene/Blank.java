package dev.linger.cli.live.scene;

import dev.linger.diagnosis.advice.Change;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A small configuration or program with one place for an advice.
 *
 * @param where what the advice calls that place
 * @param text the whole, with {@code ADVICE} at that place
 */
public record Blank(Pattern where, String text) {

    public static Blank of(String where, String text) {
        return new Blank(Pattern.compile(where), text);
    }

    /** The whole with this advice in it. */
    public String with(Change change) {
        return text.replace("ADVICE", change.text());
    }

    /** Those of these that have the place of which the change speaks. */
    public static List<Blank> fitting(List<Blank> blanks, Change change) {
        List<Blank> fitting =
                blanks.stream()
                        .filter(blank -> blank.where.matcher(change.where()).find())
                        .toList();
        if (fitting.isEmpty()) {
            throw new AssertionError("nobody knows where this place is: " + change);
        }
        return fitting;
    }
}
