package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text to directives, with what is included in its place. Not thread-safe. */
final class NginxGrammar {
    private static final int DEEPEST = 40;

    private final ConfigText source;
    private final Includes includes;
    private final int depth;
    private int blocks;
    private int at;
    private int line = 1;

    /** Whether the last word was quoted, so that it is no punctuation. */
    private boolean quoted;

    private NginxGrammar(ConfigText source, Includes includes, int depth) {
        this.source = source;
        this.includes = includes;
        this.depth = depth;
    }

    static List<NginxDirective> parse(ConfigText source, Includes includes) {
        return new NginxGrammar(source, includes, 0).block(null);
    }

    private List<NginxDirective> block(@Nullable Place opened) {
        List<NginxDirective> directives = new ArrayList<>();
        for (String word = word(); !word.isEmpty() || quoted; word = word()) {
            if (is(word, "}")) {
                if (opened == null) {
                    throw fault("a } without its {");
                }
                return directives;
            }
            if (!is(word, ";")) {
                directives.addAll(included(directive(word)));
            }
        }
        if (opened != null) {
            throw new NotReadable(opened, "the { of this block has no }");
        }
        return directives;
    }

    private boolean is(String word, String punctuation) {
        return !quoted && word.equals(punctuation);
    }

    private NginxDirective directive(String name) {
        Place place = new Place(source.file(), line);
        List<String> words = new ArrayList<>();
        for (String word = word(); !word.isEmpty() || quoted; word = word()) {
            if (is(word, ";")) {
                return new NginxDirective(name, words, List.of(), place);
            }
            if (is(word, "{")) {
                if (name.endsWith("_by_lua_block")) {
                    skipCode(place);
                    return new NginxDirective(name, words, List.of(), place);
                }
                if (blocks == DEEPEST) {
                    throw new NotReadable(place, "blocks are nested too deeply");
                }
                blocks++;
                List<NginxDirective> block = block(place);
                blocks--;
                return new NginxDirective(name, words, block, place);
            }
            if (is(word, "}")) {
                break;
            }
            words.add(word);
        }
        throw new NotReadable(place, "\"" + name + "\" does not end with ; or a block");
    }

    /** Lua code, whose braces come in pairs. */
    private void skipCode(Place opened) {
        for (int open = 1; open > 0; at++) {
            if (at >= source.text().length()) {
                throw new NotReadable(opened, "the { of this block has no }");
            }
            char c = source.text().charAt(at);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            line += c == '\n' ? 1 : 0;
        }
    }

    private List<NginxDirective> included(NginxDirective directive) {
        if (!directive.name().equals("include")) {
            return List.of(directive);
        }
        if (depth == DEEPEST) {
            throw new NotReadable(directive.place(), "includes are nested too deeply");
        }
        List<NginxDirective> directives = new ArrayList<>();
        for (ConfigText text : includes.matching(directive.place(), directive.word())) {
            directives.addAll(new NginxGrammar(text, includes, depth + 1).block(null));
        }
        return directives;
    }

    /** The next word or punctuation; empty at the end. */
    private String word() {
        quoted = false;
        skipBlanks();
        if (at >= source.text().length()) {
            return "";
        }
        char first = source.text().charAt(at);
        if (first == ';' || first == '{' || first == '}') {
            at++;
            return String.valueOf(first);
        }
        return first == '"' || first == '\'' ? quotedWord(first) : plainWord();
    }

    private void skipBlanks() {
        String text = source.text();
        boolean comment = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            comment = c == '#' || (comment && c != '\n');
            if (!comment && !Character.isWhitespace(c)) {
                return;
            }
            line += c == '\n' ? 1 : 0;
        }
    }

    private String plainWord() {
        String text = source.text();
        int from = at;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean variable = c == '{' && text.charAt(at - 1) == '$';
            if (variable) {
                at = Math.max(at, text.indexOf('}', at));
            } else if (Character.isWhitespace(c) || c == ';' || c == '{') {
                break;
            } else if (c == '\\') {
                at++;
            }
        }
        at = Math.min(at, text.length());
        return text.substring(from, at);
    }

    private String quotedWord(char quote) {
        Place place = new Place(source.file(), line);
        String text = source.text();
        StringBuilder word = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            line += text.charAt(at) == '\n' ? 1 : 0;
            word.append(text.charAt(at));
        }
        if (at >= text.length()) {
            throw new NotReadable(place, "this quotation has no end");
        }
        at++;
        quoted = true;
        return word.toString();
    }

    private NotReadable fault(String reason) {
        return new NotReadable(new Place(source.file(), line), reason);
    }
}
