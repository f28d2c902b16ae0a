package dev.linger.server;

import dev.linger.http.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the conditions of a GET or HEAD come to (RFC 9110, section 13.2.2). */
enum Precondition {
    HOLDS,
    /** The client has this version: 304. */
    NOT_MODIFIED,
    /** The client has wanted another version: 412. */
    FAILED;

    /** In the section's order: a tag, where one is given, counts before a date. */
    static Precondition of(Fields request, Version version) {
        Boolean matches = anyTag(request, "If-Match", tag -> tag.equals(version.tag()));
        if (matches == null) {
            Instant since = date(request, "If-Unmodified-Since");
            matches = since == null || !version.modified().isAfter(since);
        }
        if (!matches) {
            return FAILED;
        }
        Boolean known = anyTag(request, "If-None-Match", tag -> weak(tag).equals(version.tag()));
        if (known == null) {
            Instant since = date(request, "If-Modified-Since");
            known = since != null && !version.modified().isAfter(since);
        }
        return known ? NOT_MODIFIED : HOLDS;
    }

    /**
     * Whether a part may be sent, to be joined with what the client has (RFC 9110, section 13.1.5).
     * A date is strong only when a second or more has passed since (section 8.8.2.2).
     */
    static boolean allowsRange(Fields request, Version version, Instant now) {
        String condition = request.field("If-Range");
        if (condition == null) {
            return true;
        }
        if (condition.endsWith("\"")) {
            return condition.equals(version.tag());
        }
        return version.modified().equals(HttpDate.parse(condition))
                && Duration.between(version.modified(), now).toSeconds() >= 1;
    }

    /** Whether the field lists such a tag; null where there is no such field. */
    private static @Nullable Boolean anyTag(
            Fields request, String name, Predicate<String> accepted) {
        List<String> lines = request.fields(name);
        if (lines.isEmpty()) {
            return null;
        }
        return lines.stream()
                .anyMatch(line -> line.strip().equals("*") || anyTagIn(line, accepted));
    }

    /** Tags may have commas in them (RFC 9110, section 8.8.3). */
    private static boolean anyTagIn(String line, Predicate<String> accepted) {
        int at = 0;
        while (at < line.length()) {
            int open = line.indexOf('"', at);
            int end = open < 0 ? -1 : line.indexOf('"', open + 1);
            if (end < 0) {
                return false;
            }
            boolean isWeak = line.startsWith("W/", open - 2);
            if (accepted.test(line.substring(isWeak ? open - 2 : open, end + 1))) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** A date that is none is no condition (RFC 9110, sections 13.1.3 and 13.1.4). */
    private static @Nullable Instant date(Fields request, String name) {
        String text = request.field(name);
        return text == null ? null : HttpDate.parse(text);
    }
}
