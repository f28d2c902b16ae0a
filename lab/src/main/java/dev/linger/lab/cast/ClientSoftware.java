package dev.linger.lab.cast;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Another client than ours, which keeps connections. */
interface ClientSoftware {
    /** The line that it prints for each answer. */
    String ANSWERED = "answered";

    /** As it is asked for: {@code okhttp}. */
    String word();

    /** Whether it can be started here. */
    boolean isHere();

    /** Whether it can do that. */
    boolean canDo(ClientPart part);

    /** The setting that makes it do that, to be shown; empty for none. */
    String says(ClientPart part);

    /** Whether it resets a connection that it does not keep. */
    default boolean resets() {
        return false;
    }

    /**
     * Writes the program.
     *
     * @param folder for whatever it needs
     * @return the command that plays the part, prints {@link #ANSWERED} for each answer, and stays
     */
    List<String> configure(ClientPart part, URI uri, Path folder)
            throws IOException, InterruptedException;
}
