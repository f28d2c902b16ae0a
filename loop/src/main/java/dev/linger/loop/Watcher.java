package dev.linger.loop;

/** Is told when its channel is ready. Called on the loop's thread. */
public interface Watcher {
    /**
     * The channel is ready; end of stream and errors show as readiness to read.
     *
     * @param operations of {@link java.nio.channels.SelectionKey}
     */
    void ready(int operations);
}
