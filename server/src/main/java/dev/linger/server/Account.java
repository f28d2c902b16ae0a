package dev.linger.server;

import dev.linger.life.ClosedFirst;
import org.jspecify.annotations.Nullable;

/**
 * What happened on a connection, in numbers and times (nanoseconds of the loop's clock; 0 never).
 */
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

    /** Bytes on the wire, where TLS makes others of those above; -1 without it. */
    private long sealedIn = -1;

    private int sealedHeld;

    private long sealedOut = -1;

    /** The client's FIN came first, and without the close_notify that should come before it. */
    private boolean abrupt;

    /** The client's system answers no more: of an end that was not seen yet, none will be. */
    boolean silent;

    /** The client was waited for after our FIN, and sent none. */
    boolean unanswered;

    /** Whether the client had closed its side before the answer, and may be gone. */
    boolean mayNotHaveHeard;

    /** By the order in which they were seen here. */
    ClosedFirst closedFirst = ClosedFirst.NOBODY;

    private int requests;
    private int responses;

    // The last exchange.
    long requestBegan;
    long headEnded;
    long requestEnded;
    long responseEnded;

    /** Nanoseconds without a request before it. */
    long idleBefore;

    /** When the last bytes of the last response were given to the socket. */
    long answered;

    @Nullable String method;
    long requestBytes;
    long responseBytes;
    int status;

    Account(long opened) {
        this.opened = opened;
    }

    void received(int bytes, long now) {
        firstIn = firstIn == 0 ? now : firstIn;
        lastIn = now;
        bytesIn += bytes;
    }

    /** So many of them are of a record that has not all come. */
    void holdsSealed(int bytes) {
        sealedHeld = bytes;
    }

    /** How many bytes have come of a TLS record that has not all come: none can be read yet. */
    int sealedHeld() {
        return sealedHeld;
    }

    /** Bytes have come that TLS makes others of. */
    void cameSealed(int bytes, long now) {
        firstIn = firstIn == 0 ? now : firstIn;
        lastIn = now;
        sealedIn = Math.max(0, sealedIn) + bytes;
    }

    /** So many were sent in all of what TLS has made. */
    void sentSealed(long bytes) {
        sealedOut = bytes;
    }

    /** Whether bytes came that TLS makes others of. */
    boolean hasSealed() {
        return sealedIn > 0;
    }

    long sealedIn() {
        return sealedIn;
    }

    /** Bytes that came, as packets count them. */
    long wireIn() {
        return sealedIn < 0 ? bytesIn : sealedIn;
    }

    /** Bytes that were sent, as packets count them. */
    long wireOut() {
        return sealedOut < 0 ? bytesOut : sealedOut;
    }

    /** The client's FIN comes, and no close_notify before it (RFC 8446, section 6.1). */
    void withoutCloseNotify() {
        abrupt = closedFirst == ClosedFirst.NOBODY;
    }

    boolean isAbrupt() {
        return abrupt;
    }

    void sent(long bytes) {
        bytesOut += bytes;
    }

    void requestBegan(String its, long now) {
        idleBefore = Math.max(0, lastIn - (responseEnded == 0 ? opened : idleSince()));
        begins(its, now);
    }

    /** A head has begun that will never be complete, or cannot be read. */
    void requestBroken(long now) {
        begins(null, now);
    }

    private void begins(@Nullable String its, long now) {
        requests++;
        requestBegan = lastIn;
        headEnded = now;
        requestEnded = 0;
        responseEnded = 0;
        method = its;
        requestBytes = 0;
        responseBytes = 0;
        status = 0;
    }

    /**
     * Since when there is no request, after an exchange: its end, whichever side came to it last.
     */
    long idleSince() {
        return Math.max(requestEnded, responseEnded);
    }

    void requestEnded(long now) {
        requestEnded = now;
    }

    /** The exchange has ended as the handler wanted. */
    void exchanged(Call call, Outcome outcome) {
        answered = call.answeredAt();
        answered(call, outcome);
    }

    /** What was sent of a response that will never be complete. */
    void brokenOff(Call call) {
        bytesOut += call.outflow.takeSent();
        requestBytes = call.inflow.came();
    }

    /** A response has ended, the handler's or one in its place. */
    void answered(@Nullable Call call, Outcome outcome) {
        bytesOut += call == null ? 0 : call.outflow.takeSent();
        responses++;
        requestBytes = call == null ? 0 : call.inflow.came();
        responseBytes = outcome.bodyBytes();
        status = outcome.status();
        long at = outcome.endedAt();
        responseEnded = at;
        firstOut = firstOut == 0 ? at : firstOut;
        lastOut = at;
    }

    void clientFin(long now) {
        clientFin = clientFin == 0 ? now : clientFin;
        closes(ClosedFirst.CLIENT);
    }

    void clientReset(long now) {
        clientReset = clientReset == 0 ? now : clientReset;
        closes(ClosedFirst.CLIENT);
    }

    void serverFin(long now) {
        boolean over = silent || serverFin != 0 || serverReset != 0 || clientReset != 0;
        serverFin = over ? serverFin : now;
        closes(ClosedFirst.SERVER);
    }

    void serverReset(long now) {
        serverReset = serverReset == 0 && !silent ? now : serverReset;
        closes(ClosedFirst.SERVER);
    }

    private void closes(ClosedFirst side) {
        closedFirst = closedFirst == ClosedFirst.NOBODY && !silent ? side : closedFirst;
    }

    int requests() {
        return requests;
    }

    int responses() {
        return responses;
    }
}
