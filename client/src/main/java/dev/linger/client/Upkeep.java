package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.linux.OwnSocket;
import dev.linger.linux.Peek;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks after connections that no call holds: answers the server's FIN, ends what is old, idle for
 * too long or more than is needed, and reports responses that nobody reads, or that the program has
 * lost. One virtual thread, which ends when there is nothing to look after.
 */
final class Upkeep {
    private static final System.Logger LOG = System.getLogger("dev.linger.client");

    static final long PAUSE_NANOS = 250_000_000L;

    private final Pool pool;
    private final Fitness fitness;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Connection> fresh = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Connection> often = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread thread;
    private final Set<Unread> unread = ConcurrentHashMap.newKeySet();

    Upkeep(Pool pool, Fitness fitness) {
        this.pool = pool;
        this.fitness = fitness;
    }

    /** There is something to look after. */
    void needed() {
        if (!running.get() && running.compareAndSet(false, true)) {
            thread = Thread.ofVirtual().name("linger-upkeep").start(this::run);
        }
    }

    /** A connection is kept for the first time: the kernel's name of it may be needed later. */
    void isNew(Connection connection) {
        fresh.add(connection);
        needed();
        LockSupport.unpark(thread);
    }

    /** A connection has been used so often that looks at it may cost a search to become cheaper. */
    void isOften(Connection connection) {
        often.add(connection);
        needed();
    }

    /** A response was handed over before its body was read. */
    void watch(Unread response) {
        unread.add(response);
        needed();
    }

    void over(Unread response) {
        unread.remove(response);
    }

    private void run() {
        try {
            lookFromTimeToTime();
        } finally {
            running.set(false);
        }
        if (pool.figures().idle() > 0 || !unread.isEmpty()) {
            needed();
        }
    }

    /** Until there is nothing left to look after. */
    private void lookFromTimeToTime() {
        boolean more = true;
        // What is kept from the same moment on is over by a timeout of so many pauses at the same
        // look, and not some of it at the next.
        long pause = PAUSE_NANOS / 2;
        while (more) {
            long until = System.nanoTime() + pause;
            for (long left = pause; left > 0; left = until - System.nanoTime()) {
                nameNew();
                LockSupport.parkNanos(this, left);
            }
            more = lookAround();
            pause = PAUSE_NANOS;
        }
    }

    private void nameNew() {
        for (Connection one = fresh.poll(); one != null; one = fresh.poll()) {
            one.named = pool.kernel.name(one.wire.channel());
        }
    }

    /** Not more often than this: a search takes two microseconds for each descriptor. */
    private void cheapenLooks() {
        for (Connection one = often.poll(); one != null; one = often.poll()) {
            OwnSocket socket = one.named;
            Peek peek = socket == null ? null : pool.kernel.peek(socket);
            if (peek != null) {
                one.wire.peekBy(peek);
            }
        }
    }

    /** Whether there is anything left to look after. */
    private boolean lookAround() {
        cheapenLooks();
        boolean more = !unread.isEmpty();
        for (Shelf shelf : pool.shelves().byRoute().values()) {
            more |= lookAround(shelf);
        }
        long now = System.nanoTime();
        for (Unread response : unread) {
            lookAt(response, now);
        }
        return more;
    }

    private boolean lookAround(Shelf shelf) {
        int mayStay = shelf.mayBeIdle();
        boolean any = false;
        for (Connection one : shelf.idle()) {
            if (!one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.UPKEEP)) {
                any = true;
                continue;
            }
            Reason over = over(one, shelf, mayStay);
            if (over == null) {
                mayStay--;
                any = true;
                pool.lookedAt(one, shelf);
            } else {
                shelf.remove(one);
                pool.end(one, over, 0);
            }
        }
        return any;
    }

    private @Nullable Reason over(Connection one, Shelf shelf, int mayStay) {
        long now = System.nanoTime();
        Reason over = fitness.over(one, shelf, now);
        if (over != null) {
            return over;
        }
        shelf.patience.survived(now - one.account.lastUse());
        boolean tooLong = fitness.isIdleTooLong(one, shelf, now);
        if (tooLong && fitness.findsOut(one, shelf, now)) {
            return null;
        }
        if (mayStay <= 0) {
            return Reason.client(
                    CloseCause.EVICTED,
                    Phase.IDLE,
                    "more connections were idle than were lately in use together");
        }
        return tooLong ? Fitness.idleTooLong(one, shelf, now) : null;
    }

    private void lookAt(Unread response, long now) {
        boolean lost = response.isLost();
        if (!lost && !response.isForgotten(now, pool.limits.forgotten().toNanos())) {
            return;
        }
        if (lost && !unread.remove(response)) {
            // It was read to its end meanwhile, and its connection may carry another exchange.
            return;
        }
        String what = response.describe(now);
        if (lost) {
            response.end();
        }
        LOG.log(Level.WARNING, what, response.acquired);
        Duration since = Duration.ofNanos(response.nanos(now));
        pool.tell(listener -> listener.forgotten(what, since, response.acquired));
    }
}
