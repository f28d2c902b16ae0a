package dev.linger.lab.cast;

/** What a client does; it stays afterwards, until it is ended. */
enum ClientPart {
    /** Asks again and again. */
    KEEP("keep", 20),
    /** Asks several times, each time for the last time on the connection. */
    CLOSE("close", 5),
    /** Asks on several connections at the same time, and closes what is idle for two seconds. */
    SIDE_BY_SIDE("side-by-side", 6),
    /** Neither reads nor closes the answers' bodies. */
    UNREAD("unread", 5),
    /** Closes the answers' bodies and reads nothing of them. */
    CLOSE_UNREAD("close-unread", 5);

    static final int IDLE_SECONDS = 2;

    private final String word;
    private final int requests;

    ClientPart(String word, int requests) {
        this.word = word;
        this.requests = requests;
    }

    /** As a program is told. */
    String word() {
        return word;
    }

    int requests() {
        return requests;
    }
}
