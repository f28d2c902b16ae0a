package dev.linger.loop;

/** Is told when its socket is ready. Called on the loop's thread. */
public interface Watcher {
    /** There is something to read, the end of the stream, or a connection to accept. */
    int READ = 1;

    /** The socket takes bytes. */
    int WRITE = 4;

    /**
     * The socket is ready; errors show as readiness for what was wanted.
     *
     * @param operations {@link #READ}, {@link #WRITE} or both
     */
    void ready(int operations);

    /**
     * {@link #ready} threw this. The socket is to be closed: left as it is, it may be ready for
     * ever.
     *
     * @param fault is reported already
     */
    void giveUp(Throwable fault);
}
