package dev.linger.capture.flow;

import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** The exchanges of a connection that are not over, in order of their beginning. Mostly one. */
final class OpenTurns {
    /** More of them are counted, not kept. */
    private static final int MOST = 256;

    /** Most connections need one: it is used again by the next connection. */
    private final Turn ready = new Turn();

    private boolean isReadyUsed;
    private int size;

    /** The oldest; null where there is none. */
    @Nullable Turn first;

    /** The newest; null where there is none. */
    @Nullable Turn last;

    /** Forgets all, for another connection. */
    void forget() {
        isReadyUsed = false;
        size = 0;
        first = null;
        last = null;
    }

    /** A new one, the newest. */
    Turn begin(int number) {
        Turn turn = blank();
        turn.begin(number);
        Turn before = last;
        if (before == null) {
            first = turn;
        } else {
            before.after = turn;
        }
        last = turn;
        size++;
        return turn;
    }

    private Turn blank() {
        if (!isReadyUsed) {
            isReadyUsed = true;
            return ready;
        }
        Turn newest = last;
        if (newest == null || size < MOST) {
            return new Turn();
        }
        remove(newest);
        return newest;
    }

    void dropIfOver(Turn turn) {
        if (turn.isOver()) {
            remove(turn);
        }
    }

    /**
     * After a hole in the server's bytes: a client that does not pipeline has asked again because
     * it was answered, so of the requests before this packet the last one is being answered now,
     * and those before it were answered in the hole. Returns how many that were.
     */
    int dropAnsweredBefore(long packet) {
        int dropped = 0;
        for (Turn turn = unanswered(); turn != null; turn = unanswered()) {
            Turn next = turn.after;
            Moment began = next == null ? null : next.requestBegan;
            if (next == null || began == null || began.packet() >= packet || turn.isPipelined()) {
                break;
            }
            remove(turn);
            dropped++;
        }
        return dropped;
    }

    void remove(Turn turn) {
        Turn before = null;
        for (Turn at = first; at != null; at = at.after) {
            if (at == turn) {
                unlink(before, turn);
                return;
            }
            before = at;
        }
    }

    private void unlink(@Nullable Turn before, Turn turn) {
        if (before == null) {
            first = turn.after;
        } else {
            before.after = turn.after;
        }
        if (last == turn) {
            last = before;
        }
        turn.after = null;
        size--;
    }

    /** The oldest exchange whose response has not ended. */
    @Nullable Turn unanswered() {
        Turn turn = first;
        while (turn != null && turn.responseEnded != null) {
            turn = turn.after;
        }
        return turn;
    }
}
