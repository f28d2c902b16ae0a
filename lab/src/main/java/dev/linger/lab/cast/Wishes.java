package dev.linger.lab.cast;

/**
 * How a server is to be configured; in whole seconds, which all of them understand.
 *
 * @param idleSeconds for connections that wait for the next request
 * @param headSeconds for the head of a request
 * @param mostRequests on a connection
 * @param keepsAlive whether connections are kept at all
 */
record Wishes(int idleSeconds, int headSeconds, int mostRequests, boolean keepsAlive) {
    static final Wishes USUAL = new Wishes(60, 60, 10_000, true);

    Wishes withIdle(int seconds) {
        return new Wishes(seconds, headSeconds, mostRequests, keepsAlive);
    }

    Wishes withHead(int seconds) {
        return new Wishes(idleSeconds, seconds, mostRequests, keepsAlive);
    }

    Wishes withMost(int requests) {
        return new Wishes(idleSeconds, headSeconds, requests, keepsAlive);
    }

    Wishes withoutKeepAlive() {
        return new Wishes(idleSeconds, headSeconds, mostRequests, false);
    }
}
