package dev.linger.diagnosis.config;

import java.util.List;

/**
 * A directive of Apache httpd.
 *
 * @param name its first word; {@code <Proxy} where such a section begins
 * @param words those after it
 * @param host the addresses of the VirtualHost around it and its place; empty outside of one
 * @param proxy the URL of the Proxy section around it; empty outside of one
 * @param place where it stands
 */
record HttpdDirective(String name, List<String> words, String host, String proxy, Place place) {

    /** Names are the same in small and large letters. */
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    String word() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** The value of the last {@code NAME=VALUE} of this name; empty where there is none. */
    String option(String option) {
        String start = option + "=";
        return words.reversed().stream()
                .filter(word -> word.regionMatches(true, 0, start, 0, start.length()))
                .map(word -> word.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    String shown() {
        return words.isEmpty() ? name : name + " " + String.join(" ", words);
    }
}
