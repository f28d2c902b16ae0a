package dev.linger.diagnosis.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting to change, to be copied as it stands.
 *
 * @param software whose setting it is
 * @param where the file, block or call it belongs to: {@code nginx.conf, http or server block}
 * @param text the lines to copy
 * @param knownBy the field that names the software, as {@code User-Agent: curl/8.0}; empty where
 *     nothing does and it is one of several that it may be
 * @param isPart whether it is of use only together with the one before it
 */
public record Change(Software software, String where, String text, String knownBy, boolean isPart) {

    /** Of use by itself. */
    public Change(Software software, String where, String text, String knownBy) {
        this(software, where, text, knownBy, false);
    }

    /** Whether these settings help only those who know that they run this software. */
    public boolean isOneOfSeveral() {
        return knownBy.isEmpty() && software != Software.LINUX;
    }

    /** The same, of a software that introduced itself in this field. */
    public Change knownBy(String field) {
        return new Change(software, where, text, field, isPart);
    }

    /** The same, of use only together with the one before it. */
    Change andPart() {
        return new Change(software, where, text, knownBy, true);
    }

    /** Those of the {@link Software#likeliest likeliest} software. */
    @SafeVarargs
    static List<Change> likeliest(@Nullable Software known, List<Change>... groups) {
        List<Change> changes = new ArrayList<>();
        for (List<Change> group : groups) {
            changes.addAll(group);
        }
        List<Software> meant =
                Software.likeliest(known, changes.stream().map(Change::software).toList());
        return changes.stream().filter(one -> meant.contains(one.software)).toList();
    }

    static Change of(Software software, String where, String text) {
        return new Change(software, where, text.strip(), "");
    }

    /** Of what the software does by itself, unless somebody told it otherwise. */
    static Change ofDefault(Software software, String where, String text) {
        return of(software, thatIsTheDefault(where), text);
    }

    /** The place of what the software does by itself. */
    static String thatIsTheDefault(String where) {
        return where + " (this is the default: look for where it was changed)";
    }

    /** Of each of these servers that has such a setting. */
    static List<Change> ofServers(
            List<Software> servers, Function<Software, @Nullable String> setting) {
        return of(servers, Places::ofServer, setting);
    }

    /** Of each of these clients that has such a setting. */
    static List<Change> ofClients(
            List<Software> clients, Function<Software, @Nullable String> setting) {
        return of(clients, Places::ofClient, setting);
    }

    /** Of each of these that has such a setting. */
    static List<Change> of(
            List<Software> candidates,
            Function<Software, String> place,
            Function<Software, @Nullable String> setting) {
        return candidates.stream()
                .filter(one -> setting.apply(one) != null)
                .map(one -> of(one, place.apply(one), String.valueOf(setting.apply(one))))
                .toList();
    }
}
