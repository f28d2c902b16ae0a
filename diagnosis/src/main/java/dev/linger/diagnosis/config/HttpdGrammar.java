package dev.linger.diagnosis.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text to directives, with what is included in its place. Not thread-safe. */
final class HttpdGrammar {
    private static final Pattern WORD =
            Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|'([^']*+)'|(\\S++)");
    private static final int DEEPEST = 40;

    private final Includes includes;
    private final List<HttpdDirective> directives = new ArrayList<>();
    private final Map<String, String> defined = new HashMap<>();

    /** Names of the sections that are open, the innermost first. */
    private final Deque<String> sections = new ArrayDeque<>();

    /** How many open sections are left out, as those for a missing module. */
    private int leftOut;

    private String host = "";
    private String proxy = "";
    private String root = "";

    private HttpdGrammar(Includes includes) {
        this.includes = includes;
    }

    static List<HttpdDirective> parse(ConfigText text, Includes includes) {
        HttpdGrammar grammar = new HttpdGrammar(includes);
        grammar.read(text, 0);
        return grammar.directives;
    }

    private void read(ConfigText text, int depth) {
        int outside = sections.size();
        int number = 0;
        int from = 1;
        StringBuilder joined = new StringBuilder();
        for (String line : text.text().lines().toList()) {
            number++;
            from = joined.isEmpty() ? number : from;
            if (line.endsWith("\\")) {
                joined.append(line, 0, line.length() - 1).append(' ');
            } else {
                take(joined.append(line).toString().strip(), new Place(text.file(), from), depth);
                joined.setLength(0);
            }
        }
        if (sections.size() > outside) {
            throw new NotReadable(
                    new Place(text.file(), Math.max(1, number)),
                    "the section <" + sections.peek() + "> has no end");
        }
    }

    private void take(String line, Place place, int depth) {
        if (line.startsWith("</")) {
            close(line, place);
        } else if (line.startsWith("<")) {
            open(line, place);
        } else if (!line.isEmpty() && !line.startsWith("#") && leftOut == 0) {
            directive(words(line), place, depth);
        }
    }

    private void open(String line, Place place) {
        if (!line.endsWith(">")) {
            throw new NotReadable(place, "this section does not end with >");
        }
        List<String> words = words(line.substring(1, line.length() - 1));
        if (words.isEmpty()) {
            throw new NotReadable(place, "this section has no name");
        }
        String name = words.getFirst().toLowerCase(Locale.ROOT);
        sections.push(name);
        boolean isCondition = name.equals("ifmodule") || name.equals("ifdefine");
        boolean isAbsent = isCondition && words.size() > 1 && words.get(1).startsWith("!");
        leftOut += leftOut > 0 || isAbsent ? 1 : 0;
        if (name.equals("virtualhost")) {
            host = String.join(" ", words.subList(1, words.size())) + " at " + place;
        }
        if (name.equals("proxy") && words.size() > 1) {
            proxy = words.get(1);
            // It may set something by itself, and makes a worker.
            add(new HttpdDirective("<Proxy", words.subList(1, words.size()), host, proxy, place));
        }
    }

    private void close(String line, Place place) {
        String name = line.substring(2).replace(">", "").strip().toLowerCase(Locale.ROOT);
        if (!name.equals(sections.peek())) {
            throw new NotReadable(place, "</" + name + "> ends a section that is not open");
        }
        sections.pop();
        leftOut -= leftOut > 0 ? 1 : 0;
        host = name.equals("virtualhost") ? "" : host;
        proxy = name.equals("proxy") ? "" : proxy;
    }

    private void directive(List<String> words, Place place, int depth) {
        HttpdDirective one =
                new HttpdDirective(
                        words.getFirst(), words.subList(1, words.size()), host, proxy, place);
        if (one.is("Include") || one.is("IncludeOptional")) {
            include(one, depth);
        } else if (one.is("Define") && one.words().size() == 2) {
            defined.put(one.word(), one.words().get(1));
        } else {
            root = one.is("ServerRoot") ? one.word() + "/" : root;
            add(one);
        }
    }

    private void add(HttpdDirective one) {
        if (leftOut == 0) {
            directives.add(one);
        }
    }

    private void include(HttpdDirective include, int depth) {
        if (depth == DEEPEST) {
            throw new NotReadable(include.place(), "includes are nested too deeply");
        }
        // Relative names start at ServerRoot, where that is set.
        String name = include.word().startsWith("/") ? include.word() : root + include.word();
        for (ConfigText text : includes.matching(include.place(), name)) {
            read(text, depth + 1);
        }
    }

    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            String text = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(replaced(text == null ? word.group(3) : text));
        }
        return words;
    }

    private String replaced(String word) {
        String text = word;
        for (Map.Entry<String, String> one : defined.entrySet()) {
            text = text.replace("${" + one.getKey() + "}", one.getValue());
        }
        return text;
    }
}
