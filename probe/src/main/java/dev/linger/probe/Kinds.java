package dev.linger.probe;

import dev.linger.http.ResponseHead;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Kinds of answers to one and the same request: several kinds mean several servers behind one
 * address. Thread-safe.
 */
final class Kinds {
    /** Fields that differ from answer to answer of one server. */
    private static final Set<String> CHANGING =
            Set.of(
                    "connection",
                    "keep-alive",
                    "set-cookie",
                    "age",
                    "date",
                    "x-cache",
                    "x-cache-hits");

    /** Fields by which servers, or what stands before them, name themselves. */
    private static final List<String> NAMING =
            List.of("Server", "Via", "X-Powered-By", "X-Served-By", "X-Backend", "X-Upstream");

    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private int answers;

    synchronized void add(ResponseHead head) {
        answers++;
        seen.merge(kind(head), 1, Integer::sum);
    }

    private static String kind(ResponseHead head) {
        List<String> parts = new ArrayList<>();
        parts.add("status " + head.status());
        for (String name : NAMING) {
            String value = head.field(name);
            if (value != null) {
                parts.add(name + ": " + value);
            }
        }
        List<String> names = new ArrayList<>();
        for (String name : Signs.names(head)) {
            if (!CHANGING.contains(name.toLowerCase(Locale.ROOT))) {
                names.add(name);
            }
        }
        parts.add("fields " + String.join(" ", names));
        return Wording.printable(String.join(", ", parts));
    }

    synchronized Reading reading(int connections) {
        if (seen.isEmpty()) {
            return Reading.none("no two answers could be compared");
        }
        String of =
                Wording.count(answers, "answer")
                        + " on "
                        + Wording.count(connections, "connection");
        if (seen.size() == 1) {
            return new Reading(new Value.Count(1), "kind of answer in " + of);
        }
        List<String> kinds =
                seen.entrySet().stream()
                        .map(one -> one.getValue() + " times " + one.getKey())
                        .toList();
        return new Reading(
                new Value.Count(seen.size()),
                "kinds of answers in "
                        + of
                        + ", so there may be as many servers: "
                        + String.join("; ", kinds));
    }
}
