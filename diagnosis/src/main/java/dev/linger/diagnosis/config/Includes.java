package dev.linger.diagnosis.config;

import java.util.List;

/** Brings the files that a configuration includes. */
@FunctionalInterface
public interface Includes {

    /**
     * The files of that pattern, sorted by name; none where nothing has that name.
     *
     * @param from the place of the include, which relative names start from
     * @param pattern a name, in which {@code *}, {@code ?} and {@code [...]} stand for others
     */
    List<ConfigText> matching(Place from, String pattern);
}
