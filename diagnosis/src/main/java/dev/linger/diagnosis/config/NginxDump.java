package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code nginx -T} prints: all files of a configuration in one text, each after a comment with
 * its name.
 */
final class NginxDump {
    private static final Pattern BEGIN = Pattern.compile("(?m)^# configuration file (.+):\\R");

    private final List<ConfigText> files;

    private final List<String> notes;

    private NginxDump(List<ConfigText> files, List<String> notes) {
        this.files = files;
        this.notes = notes;
    }

    static boolean is(ConfigText text) {
        return BEGIN.matcher(text.text()).find();
    }

    /**
     * @param notes is told of files that are not in it
     */
    static NginxDump of(ConfigText text, List<String> notes) {
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
        return new NginxDump(files, notes);
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
        Pattern names = Glob.pattern(pattern.startsWith("/") ? pattern : folder + pattern);
        List<ConfigText> found =
                files.stream().filter(one -> names.matcher(one.file()).matches()).toList();
        if (found.isEmpty() && !Glob.isWild(pattern)) {
            notes.add(from + ": the included " + pattern + " is not in the output of nginx -T");
        }
        return found;
    }
}
