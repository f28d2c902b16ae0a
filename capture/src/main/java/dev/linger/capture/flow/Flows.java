package dev.linger.capture.flow;

import dev.linger.capture.file.Packet;
import dev.linger.life.ConnectionLife;
import java.util.function.Consumer;

/**
 * Puts packets together to connections and hands over each connection's life when it has ended. Not
 * thread-safe.
 */
public final class Flows {

    /**
     * @param ended takes each connection once, in order of its end
     */
    public Flows(Consumer<ConnectionLife> ended) {}

    /** Records every step of the connection with this number, from 1, in order of opening. */
    public Ladder recordLadder(long number) {
        return new Ladder();
    }

    /** Takes the next packet. */
    public void packet(Packet packet) {}

    /** The capture has ended: hands over what is still open. */
    public void finish() {}
}
