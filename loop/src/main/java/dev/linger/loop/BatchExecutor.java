package dev.linger.loop;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * An executor that takes what a turn of a loop brings at once, and wakes its thread once for it.
 */
public interface BatchExecutor extends Executor {

    /**
     * Runs the tasks, in their order or beside each other; not on the caller's thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException if none of them will be run
     */
    void executeAll(List<? extends Runnable> tasks);

    @Override
    default void execute(Runnable task) {
        executeAll(List.of(task));
    }
}
