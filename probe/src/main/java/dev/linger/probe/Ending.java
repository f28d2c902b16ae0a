package dev.linger.probe;

/**
 * How a connection stands when a wait for its end is over.
 *
 * @param how it ended, or that it did not
 * @param at when that was seen (System.nanoTime)
 */
record Ending(How how, long at) {

    /** What the server did. */
    enum How {
        FIN("closed"),
        RESET("reset"),
        OPEN("kept open");

        private final String verb;

        How(String verb) {
            this.verb = verb;
        }

        /** What it did to the connection, for a sentence. */
        String verb() {
            return verb;
        }
    }

    boolean isOver() {
        return how != How.OPEN;
    }
}
