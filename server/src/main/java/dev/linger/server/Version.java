package dev.linger.server;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which state of a file it is: its validators (RFC 9110, section 8.8).
 *
 * @param tag strong, with its quotes
 * @param modified in whole seconds, as a field can say it
 */
record Version(String tag, Instant modified) {

    static Version of(BasicFileAttributes file) {
        Instant modified = file.lastModifiedTime().toInstant();
        long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
        return new Version(
                '"' + Long.toHexString(file.size()) + '-' + Long.toHexString(nanos) + '"',
                modified.truncatedTo(ChronoUnit.SECONDS));
    }

    /** What may be said of it now: never a later time (RFC 9110, section 8.8.2.1). */
    Instant modifiedBy(Instant now) {
        return modified.isAfter(now) ? now : modified;
    }
}
