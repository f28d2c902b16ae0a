package dev.linger.cli.explain;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Progress;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.TypedTime;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Wording;
import dev.linger.linux.KernelHistory;
import dev.linger.linux.RefusedByKernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections that end while it listens, as the kernel tells them; until the time is over or
 * somebody ends it. Not thread-safe, {@link #end} excepted.
 */
final class KernelListening implements AutoCloseable {
    private static final String NAME = "the kernel";
    private static final int LOOK_MILLIS = 100;
    private static final int BETWEEN_LOOKS_MILLIS = 500;
    private static final long SECOND = 1_000_000_000;

    private final long durationNanos;
    private final KernelHistory history;
    private final List<ConnectionLife> told = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final long begin = System.nanoTime();
    private long connections;
    private boolean isPartial;

    /** Set by the thread that wants the end, too. */
    private volatile boolean ended;

    private KernelListening(long durationNanos) throws RefusedByKernelException {
        this.durationNanos = durationNanos;
        history = new KernelHistory(BETWEEN_LOOKS_MILLIS, told::add);
    }

    /** Whether it is asked for. */
    static boolean isAsked(Asked asked) {
        if (!asked.has(Flag.KERNEL)) {
            return false;
        }
        if (asked.has(Flag.LIVE) || !asked.arguments().isEmpty()) {
            throw new Refusal(
                    "--kernel explains the connections that end now, and "
                            + (asked.has(Flag.LIVE)
                                    ? "--live reads packets"
                                    : Wording.printable(asked.arguments().getFirst())
                                            + " is a file")
                            + "; ask for one of them at a time");
        }
        if (asked.has(Flag.CONNECTION)) {
            throw new Refusal(
                    "--connection draws packets, and --kernel sees none; --live --save keeps them");
        }
        return true;
    }

    /** What ends from here on is told. */
    static KernelListening begin(Asked asked, Terminal terminal) {
        String duration = asked.value(Flag.DURATION);
        long nanos = duration == null ? 0 : TypedTime.parse(Flag.DURATION, duration).toNanos();
        try {
            KernelListening listening = new KernelListening(nanos);
            terminal.err()
                    .println("linger: connections that end now; Ctrl-C ends it with the result");
            return listening;
        } catch (RefusedByKernelException e) {
            throw new Refusal("--kernel: " + e.getMessage());
        }
    }

    /** Ends it soon; from any thread. */
    void end() {
        ended = true;
    }

    /**
     * Listens to the end.
     *
     * @param progress null where connections are printed as they end
     */
    void readAll(Consumer<ConnectionLife> taker, @Nullable Progress progress) {
        try {
            while (!ended && (durationNanos == 0 || passedNanos() < durationNanos)) {
                history.await(LOOK_MILLIS);
                hand(taker);
                if (progress != null) {
                    progress.show(this::line);
                }
            }
        } catch (RefusedByKernelException e) {
            complaints.add("listening broke off: " + e.getMessage());
            isPartial = true;
        } finally {
            if (progress != null) {
                progress.erase();
            }
        }
        history.finish();
        hand(taker);
        complain();
    }

    private void complain() {
        if (history.lost() > 0) {
            complaints.add(
                    Wording.count(history.lost(), "end")
                            + " of sockets came faster than they could be read, and were lost:"
                            + " counts are lower bounds");
            isPartial = true;
        }
        if (history.untold() > 0) {
            complaints.add(
                    Wording.count(history.untold(), "end")
                            + " of sockets had forgotten their connection (SO_LINGER 0, sooner than"
                            + " a look could meet them): where the opposite end is elsewhere, it is"
                            + " not told");
        }
        if (history.notRemembered() > 0) {
            complaints.add(
                    "there were more sockets than could be remembered: of some connections it is a"
                            + " guess which side was the client, and since when they were there");
        }
    }

    private void hand(Consumer<ConnectionLife> taker) {
        connections += told.size();
        told.forEach(taker);
        told.clear();
    }

    private String line(long elapsed) {
        String left =
                durationNanos == 0
                        ? ""
                        : ", " + Math.max(0, (durationNanos - elapsed) / SECOND) + " s left";
        return NAME
                + ": "
                + elapsed / SECOND
                + " s"
                + left
                + ", "
                + Wording.count(connections, "connection")
                + " ended";
    }

    /** Since it began. */
    long passedNanos() {
        return System.nanoTime() - begin;
    }

    /** What the result calls it. */
    String name() {
        return NAME;
    }

    /** What the reader of the result must know; complete at the end. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether something that ended is not in the result. */
    boolean isPartial() {
        return isPartial;
    }

    @Override
    public void close() {
        history.close();
    }
}
