package dev.linger.server;

import dev.linger.http.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: the loop fills it, the handler's thread empties it. The loop stops reading
 * while as much is held as may be, so a slow handler slows its client and takes no memory.
 */
final class Inflow extends InputStream {
    private static final byte[] NOTHING = {};

    private final Call call;
    private final int most;

    // Guarded by this.
    private byte[] held = NOTHING;
    private int from;
    private int to;
    private boolean full;
    private @Nullable Fields trailers;
    private @Nullable IOException failure;
    private long waitedNanos;

    private volatile boolean ended;

    /** Nanoseconds of the clock since when the handler waits; 0 while it does not. */
    private volatile long waitingSince;

    private volatile long came;

    /** The loop waits in the handler's place: it calls no non-blocking handler before the end. */
    private boolean awaitedByLoop;

    /**
     * @param most bytes that are held before the client has to wait
     * @param hasBody whether there is one to wait for
     */
    Inflow(Call call, int most, boolean hasBody) {
        this.call = call;
        this.most = most;
        if (!hasBody) {
            ended = true;
        }
    }

    /**
     * Takes bytes in, from the loop.
     *
     * @return whether more are welcome now
     */
    synchronized boolean put(byte[] bytes, int begin, int end) {
        int length = end - begin;
        came += length;
        if (to + length > held.length) {
            byte[] larger =
                    to - from + length <= held.length
                            ? held
                            : new byte[Math.max(2 * held.length, to - from + length)];
            System.arraycopy(held, from, larger, 0, to - from);
            held = larger;
            to -= from;
            from = 0;
        }
        System.arraycopy(bytes, begin, held, to, length);
        to += length;
        // Once full, it stays so until the handler has taken the half of it.
        full |= to - from >= most;
        if (awaitedByLoop) {
            loopWaits();
        }
        notifyAll();
        return !full;
    }

    /** The loop waits for bytes from now on. */
    synchronized void loopWaits() {
        awaitedByLoop = true;
        loopHasWaited();
        waitingSince = call.loop.now();
    }

    /** Telling nobody would still cost a call of the VM. */
    private void tellWaiting() {
        boolean waits = waitingSince != 0;
        loopHasWaited();
        if (waits) {
            notifyAll();
        }
    }

    private void loopHasWaited() {
        if (awaitedByLoop && waitingSince != 0) {
            waitedNanos += call.loop.now() - waitingSince;
            waitingSince = 0;
        }
    }

    /** Counts bytes that nobody will read. */
    synchronized void passOver(int length) {
        came += length;
    }

    /** The body is complete. */
    synchronized void end(@Nullable Fields last) {
        trailers = last;
        ended = true;
        tellWaiting();
    }

    /** No more will come, and the handler is to know why. */
    synchronized void fail(IOException reason) {
        if (!ended && failure == null) {
            failure = reason;
            loopHasWaited();
            notifyAll();
        }
    }

    /** Body bytes so far. */
    long came() {
        return came;
    }

    /** Since when the handler waits for bytes, nanoseconds of the clock; 0 while it does not. */
    long waitingSince() {
        return waitingSince;
    }

    /** How long the handler has waited for bytes in all, up to now. */
    synchronized long waitedNanos(long now) {
        return waitedNanos + (waitingSince == 0 ? 0 : now - waitingSince);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, into.length);
        if (length == 0) {
            return 0;
        }
        int taken;
        boolean wantsMore;
        call.bodyIsWanted();
        synchronized (this) {
            if (!awaitBytes()) {
                return -1;
            }
            taken = Math.min(length, to - from);
            System.arraycopy(held, from, into, at, taken);
            from += taken;
            wantsMore = full && to - from <= most / 2;
            full = full && !wantsMore;
            if (from == to) {
                from = 0;
                to = 0;
            }
        }
        if (wantsMore) {
            call.moreBodyIsWelcome();
        }
        return taken;
    }

    /** Returns whether there are bytes; false at the end of the body. */
    private synchronized boolean awaitBytes() throws IOException {
        if (from == to && !ended && failure == null) {
            call.checkMayWait();
            long since = call.loop.clock();
            waitingSince = since;
            try {
                while (from == to && !ended && failure == null) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the body");
            } finally {
                waitedNanos += call.loop.clock() - since;
                waitingSince = 0;
            }
        }
        if (from == to && failure != null) {
            throw failure;
        }
        return from < to;
    }

    @Override
    public synchronized int available() {
        return to - from;
    }

    /** Trailer fields; empty where there are none, or not yet. */
    synchronized Fields trailers() {
        return trailers == null ? Fields.none() : trailers;
    }

    /** Whether the whole body has come. */
    boolean isEnded() {
        return ended;
    }

    /** Whether the rest will never come. */
    synchronized boolean hasFailed() {
        return failure != null;
    }

    /**
     * Nobody will read: what is held is let go.
     *
     * @return how many bytes that were
     */
    synchronized int discard() {
        int unread = to - from;
        held = NOTHING;
        from = 0;
        to = 0;
        full = false;
        return unread;
    }

    @Override
    public synchronized String toString() {
        return "body, " + came + " bytes so far" + (ended ? ", complete" : "");
    }
}
