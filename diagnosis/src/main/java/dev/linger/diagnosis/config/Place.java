package dev.linger.diagnosis.config;

/**
 * Where something stands.
 *
 * @param file as named by whoever asked, or by an include
 * @param line counted from 1
 */
public record Place(String file, int line) {

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
