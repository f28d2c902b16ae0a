package dev.linger.diagnosis.config;

import java.util.List;

/**
 * A directive of Apache httpd.
 *
 * @param name its first word
 * @param words those after it
 * @param host the addresses of the VirtualHost around it and its place; empty outside of one
 * @param place where it stands
 */
record HttpdDirective(String name, List<String> words, String host, Place place) {

    /** Names are the same in small and large letters. */
    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    String word() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    String shown() {
        return words.isEmpty() ? name : name + " " + String.join(" ", words);
    }
}
