package dev.linger.linux;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The lives of one server's connections, as the kernel shows them now. */
final class Observed implements Closeable {
    private static final int WAIT_MILLIS = 10;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    final List<ConnectionLife> lives = new ArrayList<>();

    /** Local ends of the sockets whose events were taken. */
    final Set<Endpoint> ended = new HashSet<>();

    final SocketTable table = new SocketTable();
    final DestroyEvents events = new DestroyEvents();
    final KernelLives kernel = new KernelLives(this::find, lives::add);
    private final int port;

    /** Local ends that are not seen, as if they were on another host. */
    Predicate<Endpoint> elsewhere = _ -> false;

    Observed(int port) throws RefusedByKernelException {
        this.port = port;
    }

    private boolean find(
            Endpoint local, Endpoint opposite, int interfaceIndex, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        return !elsewhere.test(local) && table.find(local, opposite, interfaceIndex, visitor);
    }

    void serverIsElsewhere() {
        elsewhere = local -> local.port() == port;
    }

    /** Looks at the whole table. */
    void look() throws RefusedByKernelException {
        long now = now();
        table.visit(SocketTable.Query.all().withDetail(), socket -> kernel.look(socket, now));
        kernel.looked();
    }

    /** Looks only at who listens. */
    void lookAtListeners() throws RefusedByKernelException {
        long now = now();
        table.visit(
                SocketTable.Query.all().inStates(Set.of(TcpState.LISTEN)),
                socket -> kernel.look(socket, now));
        kernel.looked();
    }

    /** Takes events until the life of one connection of this port is told. */
    ConnectionLife next() throws RefusedByKernelException {
        until(() -> lives.stream().anyMatch(this::isOurs));
        ConnectionLife life = lives.stream().filter(this::isOurs).findFirst().orElseThrow();
        lives.remove(life);
        return life;
    }

    /** Others end their connections on this machine too. */
    boolean isOurs(ConnectionLife life) {
        return life.server().port() == port;
    }

    void until(BooleanSupplier condition) throws RefusedByKernelException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new IllegalStateException("nothing came within 10 s; told: " + lives);
            }
            pass();
        }
    }

    /** Takes the events of the next moment. */
    void pass() throws RefusedByKernelException {
        long now = now();
        events.await(
                WAIT_MILLIS,
                event -> {
                    if (!elsewhere.test(event.local())) {
                        kernel.ended(event, now);
                        ended.add(event.local());
                    }
                });
        kernel.settle(now());
    }

    /** Takes the events of so many milliseconds, in which the programs do nothing. */
    void passFor(int millis) throws RefusedByKernelException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            pass();
        }
    }

    static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    @Override
    public void close() {
        events.close();
        table.close();
    }
}
