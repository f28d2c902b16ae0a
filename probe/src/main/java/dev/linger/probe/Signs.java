package dev.linger.probe;

import dev.linger.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What tells one product from another.
 *
 * @param server the {@code Server} field of its answers
 * @param names of the fields of its answers, as they were spelled
 * @param old whether it answers in HTTP/1.0
 * @param says beside its answer, as {@code X-Powered-By}
 * @param malformed its answer to a request that is none: status, fields and beginning of the body
 */
record Signs(
        Optional<String> server,
        List<String> names,
        boolean old,
        Optional<String> says,
        String malformed) {
    static final Signs NONE = new Signs(Optional.empty(), List.of(), false, Optional.empty(), "");

    static Signs of(ResponseHead head) {
        return new Signs(
                Optional.ofNullable(head.field("Server")),
                names(head),
                head.minorVersion() == 0,
                Optional.ofNullable(head.field("X-Powered-By")),
                "");
    }

    Signs withMalformed(String text) {
        return new Signs(server, names, old, says, text);
    }

    static List<String> names(ResponseHead head) {
        List<String> names = new ArrayList<>();
        for (int at = 0; at < head.count(); at++) {
            names.add(head.name(at));
        }
        return List.copyOf(names);
    }

    /** Whether a field was spelled just so. */
    boolean spells(String name) {
        return names.contains(name);
    }

    /** First word of {@code Server}, in lower case; empty without one. */
    String product() {
        return server.map(field -> field.split("[/ (]", 2)[0].toLowerCase(Locale.ROOT)).orElse("");
    }
}
