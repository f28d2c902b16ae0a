package dev.linger.foreign;

import java.io.IOException;
import java.net.URI;

/** A client with its pool of connections. */
interface Caller {
    /** Asks, and reads the answer to its end. */
    void ask(URI uri) throws IOException, InterruptedException;

    /** The same, and says that the connection is not to be kept. */
    void askAndClose(URI uri) throws IOException, InterruptedException;

    /**
     * Asks, and does nothing with the answer's body.
     *
     * @return the answer, which is to be held
     */
    Object askOnly(URI uri) throws IOException, InterruptedException;
}
