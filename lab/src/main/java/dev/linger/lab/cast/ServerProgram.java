package dev.linger.lab.cast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Another server than ours. */
interface ServerProgram {
    /** As it is asked for: {@code nginx}. */
    String word();

    /** Whether it can be started here. */
    boolean isHere();

    /** The settings for these wishes that differ from usual, to be shown; empty for none. */
    String says(Wishes wishes);

    /**
     * Whether it can be told that; what a server has no setting for is not played. Of most that is
     * the cap on requests.
     */
    default boolean canDo(Wishes wishes) {
        return wishes.mostRequests() == Wishes.USUAL.mostRequests();
    }

    /** How many requests a connection carries where so many are set. */
    default int requestsAt(int most) {
        return most;
    }

    /** Whether it closes after the last one; else it only says so. */
    default boolean closesAtCap() {
        return true;
    }

    /**
     * Writes its configuration.
     *
     * @param folder for whatever it needs
     * @return the command that serves in the foreground, answering each request with 200
     */
    List<String> configure(Wishes wishes, InetSocketAddress address, Path folder)
            throws IOException, InterruptedException;
}
