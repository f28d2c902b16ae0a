package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.life.JudgedLife;
import dev.linger.testkit.ManualClock;
import dev.linger.testkit.RawClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that the kernel gives up, in a network of the test's own. */
class VanishedTest {
    private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

    /** Sends an event, and another one when the network is gone. */
    private static final class Events implements Handler {
        final CountDownLatch gone = new CountDownLatch(1);

        @Override
        public void handle(Exchange exchange) throws Exception {
            try (ResponseBody body = exchange.respondStreaming()) {
                body.write("one".getBytes(US_ASCII));
                body.flush();
                gone.await();
                body.write("two".getBytes(US_ASCII));
            }
        }

        /** A virtual thread's carrier would be taken into the network. */
        @Override
        public Executor executor() {
            return task -> Thread.ofPlatform().start(task);
        }
    }

    private static boolean nativeCallsAreAllowed() {
        return ModuleLayer.boot()
                .findModule("dev.linger.linux")
                .map(Module::isNativeAccessEnabled)
                .orElse(true);
    }

    private static int run(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }

    private static String streamToAClientThatVanishes() throws Exception {
        // The tests of this room do not read the one that has it.
        Class.forName("dev.linger.linux.OwnNetwork").getMethod("enter").invoke(null);
        String soon = "ip link set lo up && echo 1 > /proc/sys/net/ipv4/tcp_retries2";
        assertEquals(0, run(soon));
        BlockingQueue<JudgedLife> lives = new LinkedBlockingQueue<>();
        Listener listener =
                new Listener() {
                    @Override
                    public void closed(JudgedLife life) {
                        lives.add(life);
                    }
                };
        Events events = new Events();
        try (Server server = Server.start(Stage.plain(), events, listener);
                RawClient client = RawClient.connect(server.address(), new ManualClock())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").expect("one");
            assertEquals(0, run("ip link set lo down"));
            events.gone.countDown();
            JudgedLife life = lives.poll(60, TimeUnit.SECONDS);
            return life == null ? "none" : Stage.words(life);
        }
    }

    @Test
    void aClientThatAnswersNoMoreHasNotReset() throws Exception {
        assumeTrue(IS_ROOT, "to have a network of its own takes root");
        assumeTrue(nativeCallsAreAllowed(), "java.nio does not tell silence from a reset");
        assumeTrue(run("ip -V > /dev/null") == 0, "the program ip (iproute2) is missing");
        FutureTask<String> ending = new FutureTask<>(VanishedTest::streamToAClientThatVanishes);
        Thread.ofPlatform().start(ending);
        assertEquals("vanished network nobody silence", ending.get());
    }
}
