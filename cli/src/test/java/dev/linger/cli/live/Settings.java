package dev.linger.cli.live;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.util.List;

/**
 * What stands in the programs' configuration: what somebody once wrote there or, where a finding
 * has spoken, what it advised in its place.
 */
final class Settings {
    private final boolean advised;
    private final List<Change> changes;

    private Settings(boolean advised, List<Change> changes) {
        this.advised = advised;
        this.changes = changes;
    }

    static Settings asFound() {
        return new Settings(false, List.of());
    }

    static Settings asAdvised(List<Change> changes) {
        return new Settings(true, List.copyOf(changes));
    }

    /**
     * The lines for this place.
     *
     * @param where a part of the place's name in the advice
     * @param found the lines that stood there before
     */
    String at(Software software, String where, String found) {
        if (!advised) {
            return found;
        }
        List<String> lines =
                changes.stream()
                        .filter(change -> change.software() == software)
                        .filter(change -> change.where().contains(where))
                        .map(Change::text)
                        .toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no advice for " + software + ", " + where + ": " + changes);
        }
        return String.join("\n", lines);
    }
}
