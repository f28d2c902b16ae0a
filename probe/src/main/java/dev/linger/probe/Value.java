package dev.linger.probe;

import java.util.List;

/** What was found out. Times are nanoseconds. */
public sealed interface Value {

    /**
     * A time that was seen to pass.
     *
     * @param nanos the best estimate
     * @param least of the samples
     * @param most of the samples
     * @param samples how many there were
     */
    record Time(long nanos, long least, long most, int samples) implements Value {
        public Time {
            if (samples < 1 || least > most) {
                throw new IllegalArgumentException(
                        samples + " samples from " + least + " to " + most + ": there is none");
            }
        }

        /** Seen once. */
        public static Time once(long nanos) {
            return new Time(nanos, nanos, nanos, 1);
        }

        /** The estimate is the least: timers fire late, hardly ever early. */
        public static Time ofAll(List<Long> samples) {
            long least = samples.stream().mapToLong(Long::longValue).min().orElse(0);
            long most = samples.stream().mapToLong(Long::longValue).max().orElse(0);
            return new Time(least, least, most, samples.size());
        }

        /** The estimate is the one in the middle, for what varies by chance. */
        public static Time middleOf(List<Long> samples) {
            List<Long> sorted = samples.stream().sorted().toList();
            long middle = sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
            Time all = ofAll(samples);
            return new Time(middle, all.least, all.most, samples.size());
        }
    }

    /** It did not happen in this time. */
    record LongerThan(long nanos) implements Value {}

    /** A number that was counted. */
    record Count(long count) implements Value {}

    /** It did not happen up to this number. */
    record MoreThan(long count) implements Value {}

    /**
     * One of a few ways to behave.
     *
     * @param word fit for programs: {@code server-closes-first}
     */
    record Way(String word) implements Value {}

    /** Nothing is claimed. */
    record NotMeasured(String why) implements Value {}
}
