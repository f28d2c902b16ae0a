package dev.linger.lab;

import dev.linger.life.SeenBy;

/** One way to look at the connections of an act, from before the first until after the last. */
interface View extends AutoCloseable {
    /** Whose it is. */
    SeenBy by();

    /**
     * What it has seen, once all has come that it is to see, or some seconds have passed.
     *
     * @param expected how many connections there should be
     */
    Sight sight(int expected) throws InterruptedException;

    /** What it could not see because it came too fast, a clause; empty where it saw all. */
    default String missed() {
        return "";
    }

    @Override
    void close();
}
