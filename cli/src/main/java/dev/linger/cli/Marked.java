package dev.linger.cli;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** Lines about what was found: a mark for its weight, and labels in a column below it. */
public final class Marked {
    private static final int MARK = 4;
    private static final int LABEL = 10;

    private Marked() {}

    /** A text behind the mark, which tells the weights apart without colours; wrapped. */
    public static List<String> text(Weight weight, String text, Terminal terminal) {
        String mark = mark(weight);
        String indent = "  " + mark + " ".repeat(MARK - mark.length());
        List<String> lines =
                new ArrayList<>(
                        Wrapped.text(indent, Wording.printable(text), terminal.textWidth()));
        String inked = ink(weight).on(mark, terminal.coloured());
        lines.set(0, "  " + inked + lines.getFirst().substring(2 + mark.length()));
        return lines;
    }

    private static String mark(Weight weight) {
        return switch (weight) {
            case CRITICAL -> "!!";
            case WARNING -> "!";
            case NOTICE -> "-";
            case HEALTHY -> "ok";
        };
    }

    private static Ink ink(Weight weight) {
        return switch (weight) {
            case CRITICAL -> Ink.BAD;
            case WARNING -> Ink.NOTABLE;
            case NOTICE -> Ink.FAINT;
            case HEALTHY -> Ink.GOOD;
        };
    }

    /** A label, and room up to where its text begins. */
    public static String label(String label) {
        return " ".repeat(2 + MARK) + label + " ".repeat(LABEL - label.length());
    }

    /** A text behind its label, wrapped. */
    public static List<String> labelled(String label, String text, Terminal terminal) {
        return Wrapped.text(label(label), Wording.printable(text), terminal.textWidth());
    }
}
