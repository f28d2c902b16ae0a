package dev.linger.diagnosis.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A directive of nginx.
 *
 * @param name its first word
 * @param words those after it
 * @param block what stands in its braces; empty where it has none
 * @param place where it begins
 */
record NginxDirective(String name, List<String> words, List<NginxDirective> block, Place place) {

    /** Its first word after the name; empty where there is none. */
    String word() {
        return words.isEmpty() ? "" : words.getFirst();
    }

    /** As it stands: {@code keepalive_timeout 65s}. */
    String shown() {
        return words.isEmpty() ? name : name + " " + String.join(" ", words);
    }

    static Stream<NginxDirective> named(List<NginxDirective> block, String name) {
        return block.stream().filter(one -> one.name.equals(name));
    }
}
