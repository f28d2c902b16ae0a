package dev.linger.diagnosis.finding;

/**
 * How much a tally keeps. There may be twelve thousand of them: those of the first endpoints and
 * clients of a capture, which mostly are all, keep more.
 */
enum Detail {
    FINE(Series.MOST_STEPS, 256, 3),
    COARSE(64, 16, 1);

    /** Tallies that may be fine. */
    static final int MOST_FINE = 256;

    private final int steps;
    private final int numbers;
    private final int samples;

    Detail(int steps, int numbers, int samples) {
        this.steps = steps;
        this.numbers = numbers;
        this.samples = samples;
    }

    /**
     * Fine, while there is room.
     *
     * @param room of all tallies
     */
    static Detail in(Room room) {
        return room.take() ? FINE : COARSE;
    }

    /** Most steps of each series. */
    int steps() {
        return steps;
    }

    /** Most numbers of requests told apart. */
    int numbers() {
        return numbers;
    }

    /** Most connections kept of each kind. */
    int samples() {
        return samples;
    }
}
