package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    @Test
    void aTaskThatFailsGivesItsPlaceToTheNext() throws Exception {
        Handshakes handshakes = new Handshakes();
        int places = Runtime.getRuntime().availableProcessors();
        CountDownLatch failed = new CountDownLatch(places);
        for (int i = 0; i < places; i++) {
            handshakes.calculate(() -> {
                failed.countDown();
                throw new StackOverflowError("to be expected");
            });
        }
        failed.await();
        CountDownLatch done = new CountDownLatch(1);
        handshakes.calculate(done::countDown);
        assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    @Test
    void tasksThatWaitForSomebodyHoldUpNobody() throws Exception {
        Handshakes handshakes = new Handshakes();
        int places = Runtime.getRuntime().availableProcessors();
        CountDownLatch directory = new CountDownLatch(1);
        for (int i = 0; i < 3 * places; i++) {
            handshakes.calculate(() -> {
                try {
                    directory.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        CountDownLatch done = new CountDownLatch(1);
        handshakes.calculate(done::countDown);
        assertTrue(done.await(10, TimeUnit.SECONDS));
        directory.countDown();
    }
}
