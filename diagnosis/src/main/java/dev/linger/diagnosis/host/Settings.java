package dev.linger.diagnosis.host;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Sysctls by their names with dots, as far as they exist and could be read.
 *
 * @param values as the kernel prints them
 */
public record Settings(Map<String, String> values) {

    public Settings {
        values = Map.copyOf(values);
    }

    /** Its number; empty where it was not read or is none. */
    OptionalLong number(String name) {
        long[] numbers = numbers(name);
        return numbers.length == 1 ? OptionalLong.of(numbers[0]) : OptionalLong.empty();
    }

    /** Its number where that is another than this; empty where it is not, or was not read. */
    OptionalLong changed(String name, long usual) {
        OptionalLong number = number(name);
        return number.isPresent() && number.getAsLong() == usual ? OptionalLong.empty() : number;
    }

    boolean is(String name, long value) {
        OptionalLong number = number(name);
        return number.isPresent() && number.getAsLong() == value;
    }

    /** Several numbers between blanks; none where it was not read or something is no number. */
    long[] numbers(String name) {
        String[] words = text(name).strip().split("\\s+");
        boolean areNumbers = Arrays.stream(words).allMatch(word -> word.matches("-?\\d{1,18}"));
        return areNumbers ? Arrays.stream(words).mapToLong(Long::parseLong).toArray() : new long[0];
    }

    /** As printed; empty where it was not read. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** {@code net.core.somaxconn = 128}. */
    String shown(String name) {
        return name + " = " + text(name);
    }
}
