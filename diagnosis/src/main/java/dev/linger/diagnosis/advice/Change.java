package dev.linger.diagnosis.advice;

/**
 * A setting to change, to be copied as it stands.
 *
 * @param software whose setting it is
 * @param where the file, block or call it belongs to: {@code nginx.conf, http or server block}
 * @param text the lines to copy
 */
public record Change(Software software, String where, String text) {

    static Change of(Software software, String where, String text) {
        return new Change(software, where, text.strip());
    }
}
