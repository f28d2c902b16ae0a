package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundWriterTest {

    @Test
    void givesAllInOrderBeforeItIsClosed() {
        List<Integer> taken = new ArrayList<>();
        BackgroundWriter<Integer> background = new BackgroundWriter<>("test", 1000, taken::addAll);
        IntStream.range(0, 1000).forEach(background::give);
        background.close();
        assertEquals(IntStream.range(0, 1000).boxed().toList(), taken);
        assertEquals(0, background.leftOut());
    }

    @Test
    void leavesOutAndCountsWhatASlowTakerHasNoRoomFor() throws InterruptedException {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        BackgroundWriter<Integer> background =
                new BackgroundWriter<>(
                        "test",
                        2,
                        batch -> {
                            taking.countDown();
                            awaitThen(goOn, () -> taken.addAll(batch));
                        });
        background.give(1);
        taking.await();
        IntStream.rangeClosed(2, 5).forEach(background::give);
        assertEquals(2, background.leftOut());
        goOn.countDown();
        background.close();
        assertEquals(List.of(1, 2, 3), taken);
    }

    private static void awaitThen(CountDownLatch latch, Runnable action) {
        try {
            latch.await();
            action.run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void goesOnBehindWhatItsTakerFailsAt() throws InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        BackgroundWriter<Integer> background =
                new BackgroundWriter<>(
                        "test",
                        10,
                        batch -> {
                            if (failed.getCount() > 0) {
                                failed.countDown();
                                throw new IllegalStateException("out of order");
                            }
                            taken.addAll(batch);
                        });
        background.give(1);
        failed.await();
        background.give(2);
        background.close();
        assertEquals(List.of(2), taken);
        assertEquals(1, background.leftOut());
    }
}
