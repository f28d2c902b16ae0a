package dev.linger.probe;

import dev.linger.diagnosis.advice.Change;

/**
 * Lines to be copied as they stand.
 *
 * @param software whose setting it is, for people
 * @param where the file, block or call it belongs to
 */
public record Setting(String software, String where, String text) {

    static Setting of(Change change) {
        return new Setting(change.software().label(), change.where(), change.text());
    }
}
