package dev.linger.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation on a terminal: the little Markdown that the pages use. */
final class Page {
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\([^)]+\\)");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern ITEM = Pattern.compile("( *(?:[-*]|\\d+\\.) )(.*)");

    private final boolean coloured;
    private final int width;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder paragraph = new StringBuilder();
    private String indent = "";
    private boolean isCode;

    Page(Terminal terminal) {
        coloured = terminal.coloured();
        width = terminal.textWidth();
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
            paragraph.append(item.group(2));
        } else {
            paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
        }
    }

    private void endParagraph() {
        if (!paragraph.isEmpty()) {
            lines.addAll(Wrapped.text(indent, plain(paragraph.toString()), width));
        }
        paragraph.setLength(0);
        indent = "";
    }

    /** Without the marks of links, emphasis and code. */
    static String plain(String text) {
        String noLinks = LINK.matcher(text).replaceAll("$1");
        return STRONG.matcher(noLinks).replaceAll("$1").replace("`", "");
    }
}
