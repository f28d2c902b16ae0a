package dev.linger.loop;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One thread that waits for channels, its mailbox and its alarms. What is registered here is told
 * on this thread; {@link #execute} and {@link #wake} may be called from any, all else only from
 * this one.
 */
public final class EventLoop implements Executor {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;
    private final LongSupplier clock;
    private final Thread thread;
    private final Consumer<Throwable> failures;
    private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final TimerWheel wheel;
    private final Consumer<SelectionKey> dispatch = this::dispatch;
    private final Runnable endOfTurn = this::readClock;
    private volatile boolean stopping;
    private long now;
    private boolean clockRead;

    /**
     * Makes a loop that is not running yet.
     *
     * @param name of its thread
     * @param clock monotonic nanoseconds, as of {@link System#nanoTime}
     * @param failures is told what a watcher, a task or an alarm threw; the loop runs on
     * @throws IOException if the system has no selector to give, out of descriptors mostly
     */
    public EventLoop(String name, LongSupplier clock, Consumer<Throwable> failures)
            throws IOException {
        this.selector = Selector.open();
        this.clock = clock;
        this.failures = failures;
        this.now = clock.getAsLong();
        this.wheel = new TimerWheel(now);
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
    }

    /** Begins to run. */
    public void start() {
        thread.start();
    }

    /** Whether the caller is this loop's thread. */
    public boolean isCurrent() {
        return thread.equals(Thread.currentThread());
    }

    /** Nanoseconds of the clock when this turn began. */
    public long now() {
        return now;
    }

    /** Nanoseconds of the clock; may be called from any thread. */
    public long clock() {
        return clock.getAsLong();
    }

    /** Its alarms. */
    public TimerWheel wheel() {
        return wheel;
    }

    /**
     * Tells the watcher when the channel is ready.
     *
     * @param channel not blocking
     * @param operations of {@link SelectionKey}; to be changed by the key
     */
    public SelectionKey register(SelectableChannel channel, int operations, Watcher watcher)
            throws ClosedChannelException {
        return channel.register(selector, operations, watcher);
    }

    /** Runs the task on this loop's thread, soon. */
    @Override
    public void execute(Runnable task) {
        mailbox.add(task);
        wake();
    }

    /** Who is told of the channels registered now. */
    public List<Watcher> watchers() {
        List<Watcher> watchers = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                watchers.add((Watcher) key.attachment());
            }
        }
        return watchers;
    }

    /** Lets the loop look at clock and mailbox. */
    public void wake() {
        if (!awake.get() && awake.compareAndSet(false, true) && !isCurrent()) {
            selector.wakeup();
        }
    }

    /** Stops the loop after what is in its mailbox, and closes every channel registered. */
    public void stop() {
        stopping = true;
        selector.wakeup();
    }

    /**
     * Waits until the loop has stopped.
     *
     * @return whether it has, within this many milliseconds
     */
    public boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    private void run() {
        while (!stopping) {
            try {
                turn();
            } catch (IOException e) {
                failures.accept(e);
                stopping = true;
            }
        }
        runMailbox();
        closeAll();
    }

    private void turn() throws IOException {
        clockRead = false;
        awake.set(false);
        // After that, so that a wake with a clock that was moved meanwhile is not lost.
        long wait = wheel.untilNext(clock.getAsLong());
        if (!mailbox.isEmpty() || wait == 0) {
            selector.selectNow(dispatch);
        } else if (wait == Long.MAX_VALUE) {
            selector.select(dispatch);
        } else {
            selector.select(dispatch, wait / NANOS_PER_MILLI + 1);
        }
        awake.set(true);
        readClock();
        runMailbox();
        guarded(() -> wheel.advance(now));
    }

    /** Once a turn: reading it for every channel would cost more than it tells. */
    private void readClock() {
        if (!clockRead) {
            now = clock.getAsLong();
            clockRead = true;
        }
    }

    private void dispatch(SelectionKey key) {
        readClock();
        try {
            ((Watcher) key.attachment()).ready(key.readyOps());
        } catch (CancelledKeyException e) {
            // Closed by what came before it in this turn.
        } catch (RuntimeException | Error e) {
            failures.accept(e);
        }
    }

    /** What is put in meanwhile waits for the next turn: sockets and alarms have theirs before. */
    private void runMailbox() {
        if (mailbox.isEmpty()) {
            return;
        }
        mailbox.add(endOfTurn);
        for (Runnable task = mailbox.poll(); task != null; task = mailbox.poll()) {
            if (task.equals(endOfTurn)) {
                return;
            }
            guarded(task);
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failures.accept(e);
        }
    }

    private void closeAll() {
        for (SelectionKey key : selector.keys()) {
            try {
                key.channel().close();
            } catch (IOException e) {
                failures.accept(e);
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            failures.accept(e);
        }
    }
}
