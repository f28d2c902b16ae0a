package dev.linger.diagnosis.advice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting to change, to be copied as it stands.
 *
 * @param software whose setting it is
 * @param where the file, block or call it belongs to: {@code nginx.conf, http or server block}
 * @param text the lines to copy
 */
public record Change(Software software, String where, String text) {

    /** The changes for this software; all of them where there is none for it. */
    @SafeVarargs
    static List<Change> likeliest(@Nullable Software known, List<Change>... groups) {
        List<Change> changes = new ArrayList<>();
        for (List<Change> group : groups) {
            changes.addAll(group);
        }
        List<Change> fitting = changes.stream().filter(one -> one.software == known).toList();
        return fitting.isEmpty() ? changes : fitting;
    }

    static Change of(Software software, String where, String text) {
        return new Change(software, where, text.strip());
    }
}
