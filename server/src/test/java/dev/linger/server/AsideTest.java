package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AsideTest {

    @Test
    void givesAllInOrderBeforeItIsClosed() {
        List<Integer> taken = new ArrayList<>();
        Aside<Integer> aside = new Aside<>("test", 1000, taken::addAll);
        IntStream.range(0, 1000).forEach(aside::give);
        aside.close();
        assertEquals(IntStream.range(0, 1000).boxed().toList(), taken);
        assertEquals(0, aside.leftOut());
    }

    @Test
    void leavesOutAndCountsWhatASlowTakerHasNoRoomFor() throws InterruptedException {
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        Aside<Integer> aside =
                new Aside<>(
                        "test",
                        2,
                        batch -> {
                            taking.countDown();
                            awaitThen(goOn, () -> taken.addAll(batch));
                        });
        aside.give(1);
        taking.await();
        IntStream.rangeClosed(2, 5).forEach(aside::give);
        assertEquals(2, aside.leftOut());
        goOn.countDown();
        aside.close();
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
        Aside<Integer> aside =
                new Aside<>(
                        "test",
                        10,
                        batch -> {
                            if (failed.getCount() > 0) {
                                failed.countDown();
                                throw new IllegalStateException("out of order");
                            }
                            taken.addAll(batch);
                        });
        aside.give(1);
        failed.await();
        aside.give(2);
        aside.close();
        assertEquals(List.of(2), taken);
        assertEquals(1, aside.leftOut());
    }
}
