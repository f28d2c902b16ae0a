package dev.linger.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation on a terminal: the little Markdown that the pages use. */
final class Page {
    private static final int MOST_WIDTH = 96;
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\([^)]+\\)");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern ITEM = Pattern.compile("( *(?:[-*]|\\d+\\.) )(.*)");

    private final boolean coloured;
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String indent = "";
    private String hang = "";
    private boolean isCode;

    Page(Terminal terminal) {
        coloured = terminal.coloured();
        width = Math.min(MOST_WIDTH, Math.max(40, terminal.columns()));
    }

    /** Its lines; paragraphs and lists are wrapped, code and tables stay as they are. */
    List<String> render(String markdown) {
        markdown.lines().map(String::stripTrailing).forEach(this::take);
        endParagraph();
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    private void take(String line) {
        if (line.startsWith("```")) {
            endParagraph();
            isCode = !isCode;
        } else if (isCode) {
            lines.add("    " + line);
        } else if (line.isEmpty()) {
            endParagraph();
            lines.add("");
        } else if (line.startsWith("#")) {
            endParagraph();
            lines.add(Ink.STRONG.on(line.replaceFirst("^#+ *", ""), coloured));
        } else if (line.startsWith("|")) {
            endParagraph();
            lines.add(plain(line));
        } else {
            takeText(line);
        }
    }

    private void takeText(String line) {
        Matcher item = ITEM.matcher(line);
        if (item.matches()) {
            endParagraph();
            indent = item.group(1).replace('*', '-');
            hang = " ".repeat(indent.length());
            paragraph.append(item.group(2));
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void endParagraph() {
        if (!paragraph.isEmpty()) {
            wrap(paragraph.toString());
        }
        paragraph.setLength(0);
        indent = "";
        hang = "";
    }

    private void wrap(String text) {
        StringBuilder line = new StringBuilder(indent);
        int begin = line.length();
        for (String word : BLANKS.splitAsStream(plain(text)).toList()) {
            if (line.length() > begin && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(hang);
                begin = line.length();
            }
            line.append(line.length() > begin ? " " : "").append(word);
        }
        lines.add(line.toString());
    }

    /** Without the marks of links, emphasis and code. */
    private static String plain(String text) {
        String noLinks = LINK.matcher(text).replaceAll("$1");
        return STRONG.matcher(noLinks).replaceAll("$1").replace("`", "");
    }
}
