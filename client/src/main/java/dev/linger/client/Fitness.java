package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether idle connections can carry another exchange; to be asked by who holds them. */
final class Fitness {
    private final Kernel kernel;

    /** Longest time without an exchange that the settings allow, in nanoseconds. */
    private final long mostIdle;

    Fitness(Kernel kernel, Duration mostIdle) {
        this.kernel = kernel;
        this.mostIdle = mostIdle.toNanos();
    }

    /** Why it is over, however short it was idle; null where it is not. Takes a look at it. */
    @Nullable Reason over(Connection one, Shelf shelf, long now) {
        Reason ended = one.look(now);
        if (ended != null) {
            learn(one, shelf, ended, now);
            return ended;
        }
        return tooOld(one, now);
    }

    /** What the server's close of an idle connection says about its patience. */
    private void learn(Connection one, Shelf shelf, Reason ended, long now) {
        if (ended.decidedBy() != DecidedBy.SERVER
                || one.account.serverFin == 0
                || !shelf.patience.learnsAt(now)) {
            return;
        }
        var named = one.named;
        Kernel.Look look = named == null ? null : kernel.look(named);
        long seen = look == null ? -1 : look.idleBeforeFinMillis();
        // Without the kernel the FIN came at some time before now, which is no measure of patience.
        if (seen >= 0) {
            shelf.patience.ended(seen * 1_000_000L);
        } else {
            shelf.patience.ended(Math.max(0, now - one.account.lastUse() - Upkeep.PAUSE_NANOS));
        }
    }

    static @Nullable Reason tooOld(Connection one, long now) {
        return now - one.oldAt >= 0
                ? Reason.client(
                        CloseCause.MAX_AGE,
                        Phase.IDLE,
                        "the connection is " + Wording.duration(now - one.account.opened) + " old")
                : null;
    }

    /** Whether it is idle for longer than it may be used again. */
    boolean isIdleTooLong(Connection one, Shelf shelf, long now) {
        return now - one.account.lastUse() > shelf.patience.limit(mostIdle);
    }

    /** Whether one that is idle for too long stays to find out when the server closes. */
    boolean findsOut(Connection one, Shelf shelf, long now) {
        return now - one.account.lastUse() <= mostIdle && shelf.patience.appointScout(one);
    }

    static Reason idleTooLong(Connection one, Shelf shelf, long now) {
        long known = shelf.patience.known();
        return Reason.client(
                CloseCause.IDLE_TIMEOUT,
                Phase.IDLE,
                "idle for "
                        + Wording.duration(now - one.account.lastUse())
                        + (known < 0
                                ? ""
                                : ", the server closes after " + Wording.duration(known)));
    }
}
