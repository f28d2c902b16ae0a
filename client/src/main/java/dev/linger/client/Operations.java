package dev.linger.client;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How many operations are under way, and whether there may be more. Thread-safe. */
final class Operations {
    /** Added once no more may begin. */
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong count = new AtomicLong();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile Runnable whenOver = () -> {};

    void begin() throws IOException {
        if (count.incrementAndGet() < 0) {
            end();
            throw new IOException(
                    "the client is closed: no request can be sent with it any more",
                    new ClosedChannelException());
        }
    }

    void end() {
        if (count.decrementAndGet() == CLOSED) {
            whenOver.run();
            terminated.countDown();
        }
    }

    /** No more may begin; runs this once the last one has ended. */
    void close(Runnable then) {
        if (count.get() >= 0) {
            count.incrementAndGet();
            whenOver = then;
            count.getAndUpdate(n -> n < 0 ? n : n + CLOSED);
            end();
        }
    }

    boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    boolean await(Duration duration) throws InterruptedException {
        return terminated.await(TimeUnit.NANOSECONDS.convert(duration), TimeUnit.NANOSECONDS);
    }
}
