package dev.linger.diagnosis.verdict;

import dev.linger.life.Endpoint;

/**
 * What a probe measured of a server: it names the cause of a single connection, which shows no
 * pattern. Immutable.
 *
 * @param server where it was measured
 * @param source where it is written down, for evidence: the name of a file
 * @param idle how long the server keeps a connection between two requests
 * @param age how old it lets a connection become that is in use
 * @param requests how many it takes on one connection; 0 where no cap was found
 */
public record MeasuredServer(Endpoint server, String source, Span idle, Span age, long requests) {
    /** A server that fires its timers late, or a host that is busy. */
    private static final double SAME_SHARE = 0.05;

    private static final double SAME_SECONDS = 0.1;

    /** Nobody looks at its connections so seldom. */
    private static final double BEYOND_SHARE = 1.5;

    private static final double BEYOND_SECONDS = 1;

    /**
     * What is known of a time.
     *
     * @param least seconds it was seen to take at least
     * @param most seconds it was seen to take at most; infinite where its end was not seen
     */
    public record Span(double least, double most) {
        /** Nothing is known of it. */
        public static final Span UNKNOWN = new Span(0, Double.POSITIVE_INFINITY);

        public Span {
            if (!(least >= 0 && most >= least)) {
                throw new IllegalArgumentException(
                        "from " + least + " s to " + most + " s: that is no span of time");
            }
        }

        /** It was not over by then. */
        public static Span longerThan(double seconds) {
            return new Span(seconds, Double.POSITIVE_INFINITY);
        }

        boolean isEndKnown() {
            return most < Double.POSITIVE_INFINITY;
        }

        boolean fits(double seconds) {
            return isEndKnown() && !isBefore(seconds) && seconds <= most + same(most);
        }

        boolean isBefore(double seconds) {
            return seconds < least - same(least);
        }

        boolean isFarBehind(double seconds) {
            return seconds > most * BEYOND_SHARE + BEYOND_SECONDS;
        }

        private static double same(double seconds) {
            return Math.max(SAME_SECONDS, seconds * SAME_SHARE);
        }

        /** {@code after 4.994 s to 5.011 s}. */
        @Override
        public String toString() {
            String from = Says.seconds(least);
            if (!isEndKnown()) {
                return "not within " + from;
            }
            String to = Says.seconds(most);
            return "after " + from + (to.equals(from) ? "" : " to " + to);
        }
    }

    /** {@code app.json measured that this server closes idle connections after 5.005 s}. */
    String saysOfIdle() {
        return source + " measured that this server closes idle connections " + idle;
    }
}
