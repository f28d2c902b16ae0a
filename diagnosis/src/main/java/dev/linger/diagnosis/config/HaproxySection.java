package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A section of HAProxy's configuration.
 *
 * @param kind {@code global}, {@code defaults}, {@code frontend}, {@code backend}, {@code listen}
 * @param name of the section; empty where it has none
 * @param defaults what it inherits; null where no defaults section came before it
 * @param lines its own
 * @param place where it begins
 */
record HaproxySection(
        String kind,
        String name,
        @Nullable HaproxySection defaults,
        List<Line> lines,
        Place place) {

    /** Words of one line. */
    record Line(List<String> words, Place place) {

        String word(int at) {
            return at < words.size() ? words.get(at) : "";
        }

        String shown() {
            return String.join(" ", words);
        }

        boolean begins(String... first) {
            return words.size() >= first.length
                    && words.subList(0, first.length).equals(List.of(first));
        }

        /** What stands after the last such word; empty where it is not there. */
        String after(String word) {
            int at = words.lastIndexOf(word);
            return at < 0 ? "" : word(at + 1);
        }
    }

    private static final Set<String> KINDS =
            Set.of(
                    "global",
                    "defaults",
                    "frontend",
                    "backend",
                    "listen",
                    "peers",
                    "resolvers",
                    "userlist",
                    "program",
                    "mailers",
                    "cache",
                    "ring",
                    "http-errors",
                    "log-forward",
                    "fcgi-app",
                    "crt-store",
                    "traces",
                    "acme",
                    "log-profile");
    private static final Pattern WORD =
            Pattern.compile(
                    "#.*|(?:\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+'|\\\\.|[^\\s#\"'\\\\]++)++");

    /**
     * @param notes is told of conditions, which are not known
     */
    static List<HaproxySection> of(List<ConfigText> texts, List<String> notes) {
        List<HaproxySection> sections = new ArrayList<>();
        for (ConfigText text : texts) {
            int number = 0;
            boolean inside = false;
            for (String each : text.text().lines().toList()) {
                Line line = line(each, new Place(text.file(), ++number));
                if (KINDS.contains(line.word(0))) {
                    sections.add(begin(line, sections));
                    inside = true;
                } else if (line.begins(".if")) {
                    notes.add(
                            line.place()
                                    + ": whether \""
                                    + line.shown()
                                    + "\" holds is not known: all lines up to its .endif count,"
                                    + " and of those that differ the last");
                } else if (!line.words().isEmpty() && !line.word(0).startsWith(".")) {
                    refuseOutside(inside, line);
                    sections.getLast().lines().add(line);
                }
            }
        }
        return sections;
    }

    private static void refuseOutside(boolean inside, Line line) {
        if (!inside) {
            throw new NotReadable(
                    line.place(), "\"" + line.word(0) + "\" stands before the first section");
        }
    }

    private static Line line(String text, Place place) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find() && !word.group().startsWith("#")) {
            words.add(word.group().replaceAll("[\"']", ""));
        }
        return new Line(words, place);
    }

    private static HaproxySection begin(Line line, List<HaproxySection> before) {
        String from = line.after("from");
        HaproxySection defaults =
                before.reversed().stream()
                        .filter(one -> one.kind.equals("defaults"))
                        .filter(one -> from.isEmpty() || one.name.equals(from))
                        .findFirst()
                        .orElse(null);
        String kind = line.word(0);
        boolean inherits = !kind.equals("global") && (!kind.equals("defaults") || !from.isEmpty());
        return new HaproxySection(
                kind, line.word(1), inherits ? defaults : null, new ArrayList<>(), line.place());
    }

    /** All lines with this first word, the inherited ones first. */
    List<Line> all(String first) {
        List<Line> all = new ArrayList<>(defaults == null ? List.of() : defaults.all(first));
        all.addAll(lines.stream().filter(line -> line.begins(first)).toList());
        return all;
    }

    /** The last line that begins so, here or in what it inherits; null where there is none. */
    @Nullable Line find(String... first) {
        for (Line line : lines.reversed()) {
            if (line.begins(first)) {
                return line;
            }
        }
        return defaults == null ? null : defaults.find(first);
    }

    /**
     * The line by which one of these options holds, of which each ends the others; null where none
     * does. The last one counts, before what is inherited; {@code no option NAME} ends that one,
     * and no other.
     */
    @Nullable Line option(List<String> exclusive) {
        Line holds = defaults == null ? null : defaults.option(exclusive);
        for (Line line : lines) {
            if (line.word(0).equals("option") && exclusive.contains(line.word(1))) {
                holds = line;
            } else if (holds != null && line.begins("no", "option", holds.word(1))) {
                holds = null;
            }
        }
        return holds;
    }
}
