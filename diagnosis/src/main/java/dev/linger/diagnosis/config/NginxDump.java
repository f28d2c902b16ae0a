package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What {@code nginx -T} prints: all files of a configuration in one text, each after a comment with
 * its name.
 */
final class NginxDump {
    private static final Pattern BEGIN = Pattern.compile("(?m)^# configuration file (.+):\\R");

    private final List<ConfigText> files;

    private NginxDump(List<ConfigText> files) {
        this.files = files;
    }

    static boolean is(ConfigText text) {
        return BEGIN.matcher(text.text()).find();
    }

    static NginxDump of(ConfigText text) {
        List<ConfigText> files = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text.text());
        String name = "";
        int from = 0;
        while (begin.find()) {
            add(files, name, text.text().substring(from, begin.start()));
            name = begin.group(1);
            from = begin.end();
        }
        add(files, name, text.text().substring(from));
        return new NginxDump(files);
    }

    private static void add(List<ConfigText> files, String name, String text) {
        if (!name.isEmpty()) {
            files.add(new ConfigText(name, text));
        }
    }

    /** The main file, which comes first. */
    ConfigText main() {
        return files.getFirst();
    }

    /** Those of this pattern among the printed ones; relative names start at the main file. */
    List<ConfigText> matching(Place from, String pattern) {
        String folder = main().file().substring(0, main().file().lastIndexOf('/') + 1);
        Pattern names = glob(pattern.startsWith("/") ? pattern : folder + pattern);
        return files.stream().filter(one -> names.matcher(one.file()).matches()).toList();
    }

    private static Pattern glob(String pattern) {
        StringBuilder names = new StringBuilder();
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            switch (c) {
                case '*' -> names.append("[^/]*");
                case '?' -> names.append("[^/]");
                case '[', ']' -> names.append(c);
                default -> names.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(names.toString());
        } catch (PatternSyntaxException e) {
            // A bracket that nothing closes stands for itself (glob(7)).
            return Pattern.compile(pattern, Pattern.LITERAL);
        }
    }
}
