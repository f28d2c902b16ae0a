package dev.linger.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in lines of a given width. */
public final class Wrapped {

    private Wrapped() {}

    /** Wraps at blanks; lines after the first begin with as many blanks as the first has indent. */
    public static List<String> text(String indent, String text, int width) {
        return pieces(indent, List.of(text.split(" +", -1)), width);
    }

    /** Keeps each piece on one line. */
    static List<String> pieces(String indent, List<String> pieces, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String piece : pieces) {
            boolean isFirst = line.length() == indent.length();
            if (!isFirst && line.length() + 1 + piece.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder().repeat(' ', indent.length());
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(piece);
        }
        lines.add(line.toString());
        return lines;
    }
}
