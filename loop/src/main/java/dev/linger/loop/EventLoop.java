package dev.linger.loop;

import dev.linger.linux.Epoll;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One thread that waits for sockets, its mailbox and its alarms. What is watched here is told on
 * this thread; {@link #execute} and {@link #wake} may be called from any, all else only from this
 * one.
 */
public final class EventLoop implements Executor {
    private final Poller poller;
    private final LongSupplier clock;
    private final Thread thread;
    private final Consumer<Throwable> failures;
    private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final TimerWheel wheel;
    private final Courtesy courtesy;
    private final Poller.Told dispatch = this::dispatch;
    private final Runnable endOfTurn = this::readClock;
    private volatile boolean stopping;
    private long now;
    private boolean clockRead;
    private int given;

    /**
     * Makes a loop that is not running yet.
     *
     * @param name of its thread
     * @param clock monotonic nanoseconds, as of {@link System#nanoTime}
     * @param failures is told what a watcher, a task or an alarm threw; the loop runs on
     * @throws IOException if the system has nothing to wait with, out of descriptors mostly
     */
    public EventLoop(String name, LongSupplier clock, Consumer<Throwable> failures)
            throws IOException {
        this(name, clock, Epoll.isUsable() ? new EpollPoller() : new NioPoller(), failures);
    }

    EventLoop(String name, LongSupplier clock, Poller poller, Consumer<Throwable> failures) {
        this.poller = poller;
        this.clock = clock;
        this.failures = failures;
        this.now = clock.getAsLong();
        this.wheel = new TimerWheel(now);
        this.courtesy = new Courtesy(clock);
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

    /** Its alarms. */
    public TimerWheel wheel() {
        return wheel;
    }

    /**
     * Opens a listening socket of this loop; its connections are this loop's, too. Before the loop
     * is started, or on its thread.
     *
     * @param backlog connections that may wait to be accepted
     * @param shared whether other sockets of this user may listen there as well (SO_REUSEPORT)
     */
    public ListenSocket listen(InetSocketAddress at, int backlog, boolean shared)
            throws IOException {
        return poller.listen(at, backlog, shared);
    }

    /**
     * The address, or one with a free port where its port is 0, if nobody listens there: a socket
     * that shares its port would not notice.
     *
     * @throws IOException if the address is taken, not of this host, or not allowed
     */
    public InetSocketAddress free(InetSocketAddress at) throws IOException {
        return poller.free(at);
    }

    /** Runs the task on this loop's thread, soon. */
    @Override
    public void execute(Runnable task) {
        mailbox.add(task);
        wake();
    }

    /** Whether other loops may listen on the same port (SO_REUSEPORT). */
    public boolean sharesPorts() throws IOException {
        return poller.sharesPorts();
    }

    /** Who is told of the sockets watched now. */
    public List<Watcher> watchers() {
        return poller.watchers();
    }

    /** Lets the loop look at clock and mailbox. */
    public void wake() {
        if (!awake.get() && awake.compareAndSet(false, true) && !isCurrent()) {
            poller.wake();
        }
    }

    /** Says that this turn gave so many tasks to other threads; they may run before it waits. */
    public void givesTasks(int count) {
        given += count;
    }

    /**
     * Stops the loop after what is in its mailbox, and closes every socket; one that was never
     * started as well.
     */
    public void stop() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            closeAll();
        } else {
            poller.wake();
        }
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
        poller.await(mailbox.isEmpty() ? wait : 0, dispatch);
        awake.set(true);
        readClock();
        runMailbox();
        if (wheel.untilNext(now) == 0) {
            // Who was in time is heard before an alarm says otherwise: the process may have slept.
            poller.lookAtAll(dispatch);
        }
        guarded(() -> wheel.advance(now));
        if (given > 0) {
            courtesy.letRun(given);
            given = 0;
        }
    }

    /** Once a turn: reading it for every channel would cost more than it tells. */
    private void readClock() {
        if (!clockRead) {
            now = clock.getAsLong();
            clockRead = true;
            if (wheel.count() == 0) {
                // It has stood still; what is set now would have it walk through all that time.
                wheel.advance(now);
            }
        }
    }

    private void dispatch(Watcher watcher, int operations) {
        readClock();
        try {
            watcher.ready(operations);
        } catch (RuntimeException | Error e) {
            failures.accept(e);
            guarded(() -> watcher.giveUp(e));
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
        try {
            poller.close();
        } catch (IOException e) {
            failures.accept(e);
        }
    }
}
