package dev.linger.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One folder of the documentation: a page for each word. */
public final class Pages {
    /** A clause, to its stop; none ends within code. */
    private static final Pattern CLAUSE = Pattern.compile("(?:`[^`]*`|(?![.:;](?: |$)).)*");

    private final String folder;
    private final Terminal terminal;

    /** Of this folder. */
    public Pages(String folder, Terminal terminal) {
        this.folder = folder;
        this.terminal = terminal;
    }

    /** Every word with what it means, in this order. */
    public List<String> catalogue(Map<String, String> meanings) {
        int longest = meanings.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        meanings.forEach((word, meaning) -> {
            String indent = word + " ".repeat(longest - word.length() + 2);
            List<String> wrapped = Wrapped.text(indent, meaning, terminal.textWidth());
            String rest = wrapped.getFirst().substring(word.length());
            lines.add(Ink.STRONG.on(word, terminal.coloured()) + rest);
            lines.addAll(wrapped.subList(1, wrapped.size()));
        });
        return lines;
    }

    /** The page of a word. */
    public List<String> page(String word) throws IOException {
        return new Page(terminal).render(text(word));
    }

    /** What the page of a word says first. */
    public String opening(String word) throws IOException {
        String text = text(word).lines().skip(1).reduce("", (all, line) -> all + " " + line);
        Matcher clause = CLAUSE.matcher(text.strip());
        return clause.lookingAt() ? Page.plain(clause.group()) : "";
    }

    private String text(String word) throws IOException {
        try (InputStream page = Pages.class.getResourceAsStream(folder + "/" + word + ".md")) {
            if (page == null) {
                throw new Refusal("the page of " + word + " is missing from this build");
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
