package dev.linger.cli.live.scene;

import java.util.concurrent.atomic.AtomicInteger;

/** Ports below those that the kernel gives to clients, so that nobody else takes them meanwhile. */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 211 % COUNT));

    private Ports() {}

    /**
     * The kernel is asked: a socket that tried the port would be inherited by a program that
     * another scene starts meanwhile, and hold it until that program runs.
     */
    public static int unused() {
        while (true) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (KernelSockets.here(port).areNone()) {
                return port;
            }
        }
    }
}
