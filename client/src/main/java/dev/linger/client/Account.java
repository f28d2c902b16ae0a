package dev.linger.client;

import dev.linger.life.ClosedFirst;
import org.jspecify.annotations.Nullable;

/** What happened on a connection, in numbers and times (System.nanoTime; 0 never). */
final class Account {
    final long opened;
    long firstIn;
    long lastIn;
    long firstOut;
    long lastOut;
    long bytesIn;
    long bytesOut;
    long clientFin;
    long clientReset;
    long serverFin;
    long serverReset;

    /** By the order in which they were seen here. */
    ClosedFirst closedFirst = ClosedFirst.NOBODY;

    int requests;
    int responses;

    /** What opening it took, names included, and the TLS handshake; 0 where there was none. */
    long connectNanos;

    long tlsNanos;

    /** How long the connection was idle before the last request; -1 before the second one. */
    long idleBefore = -1;

    // The last exchange.
    long requestBegan;
    long requestEnded;

    /** When the first byte of the answer came, interim responses apart. */
    long responseBegan;

    long headEnded;
    long responseEnded;
    @Nullable String method;
    long requestBytes;
    long responseBytes;
    int status;
    long bytesOutBefore;

    // The last Keep-Alive field.
    int hintTimeout = -1;
    int hintMax = -1;

    Account(long opened) {
        this.opened = opened;
    }

    void requestBegan(String newMethod, long now) {
        idleBefore = requests == 0 ? -1 : now - lastUse();
        requests++;
        method = newMethod;
        requestBegan = now;
        requestEnded = 0;
        responseBegan = 0;
        headEnded = 0;
        responseEnded = 0;
        requestBytes = 0;
        responseBytes = 0;
        status = 0;
        bytesOutBefore = bytesOut;
    }

    void sent(long bytes, long now) {
        firstOut = firstOut == 0 ? now : firstOut;
        lastOut = now;
        bytesOut += bytes;
    }

    void received(int bytes, long now) {
        firstIn = firstIn == 0 ? now : firstIn;
        lastIn = now;
        bytesIn += bytes;
        responseBegan = responseBegan == 0 ? now : responseBegan;
    }

    /** Whether anything has come since the last request began, be it an interim response. */
    boolean hasReply() {
        return lastIn != 0 && lastIn - requestBegan >= 0;
    }

    /** When the last byte of the last response came, as far as it was read. */
    long lastOfResponse() {
        return responseEnded == 0 ? lastIn : responseEnded;
    }

    /** Bytes of the last request that were given to the kernel, before encryption. */
    long sentOfRequest() {
        return bytesOut - bytesOutBefore;
    }

    /** When the connection last served; its opening before the first exchange. */
    long lastUse() {
        return responseEnded == 0 ? opened : responseEnded;
    }

    boolean isReused() {
        return requests > 1;
    }

    void clientFin(long now) {
        if (clientFin == 0 && clientReset == 0 && serverReset == 0) {
            clientFin = now;
            closes(ClosedFirst.CLIENT);
        }
    }

    void clientReset(long now) {
        clientReset = clientReset == 0 ? now : clientReset;
        closes(ClosedFirst.CLIENT);
    }

    void serverFin(long now) {
        serverFin = serverFin == 0 && serverReset == 0 ? now : serverFin;
        closes(ClosedFirst.SERVER);
    }

    void serverReset(long now) {
        serverReset = serverReset == 0 ? now : serverReset;
        closes(ClosedFirst.SERVER);
    }

    private void closes(ClosedFirst side) {
        closedFirst = closedFirst == ClosedFirst.NOBODY ? side : closedFirst;
    }
}
