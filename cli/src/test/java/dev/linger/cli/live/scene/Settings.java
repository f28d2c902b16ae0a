package dev.linger.cli.live.scene;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.util.List;
import java.util.function.Predicate;

/**
 * What stands in the programs' configuration: what somebody once wrote there or, where a finding
 * has spoken, what it advised in its place.
 */
public final class Settings {
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
     * The lines that set this.
     *
     * @param name of a setting
     * @param found the line that stood there before
     */
    public String of(Software software, String name, String found) {
        return advised ? lines(software, change -> change.text().contains(name)) : found;
    }

    /**
     * The lines for this place.
     *
     * @param where a part of the place's name in the advice
     * @param found the lines that stood there before
     */
    public String at(Software software, String where, String found) {
        return advised ? lines(software, change -> change.where().contains(where)) : found;
    }

    private String lines(Software software, Predicate<Change> wanted) {
        List<String> lines =
                changes.stream()
                        .filter(change -> change.software() == software)
                        .filter(wanted)
                        .map(Change::text)
                        .toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no such advice for " + software + ": " + changes);
        }
        return String.join("\n", lines);
    }
}
