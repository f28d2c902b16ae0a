package dev.linger.lab;

import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.life.Wording;
import dev.linger.linux.PacketFilter;
import dev.linger.linux.PacketRing;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.RingFrame;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The packets of a server, kept, and judged as {@code explain} judges a capture. */
final class PacketView implements View {
    /** Both ends are on this host, or in one network of their own. */
    private static final String LOOPBACK = "lo";

    private static final int NO_PORT = 0;
    private static final int RING_BLOCKS = 8;
    private static final int WAIT_MILLIS = 20;

    private final String server;
    private final int port;
    private final List<Packet> packets = new ArrayList<>();
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile long dropped;

    /**
     * Sees packets from the moment at which this returns.
     *
     * @throws RefusedByKernelException if this process may not
     */
    PacketView(InetSocketAddress server) throws RefusedByKernelException {
        this.server = server.getAddress().getHostAddress() + ":" + server.getPort();
        this.port = server.getPort();
        Thread.ofPlatform().name("packet view").daemon().start(this::listen);
        try {
            begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedByKernelException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Whether this process may see packets. */
    static boolean isPossible() {
        PacketFilter filter = new PacketFilter(Set.of(NO_PORT), false);
        try (PacketRing _ = PacketRing.open(LOOPBACK, filter, 1)) {
            return true;
        } catch (RefusedByKernelException _) {
            return false;
        }
    }

    private void listen() {
        PacketFilter filter = new PacketFilter(Set.of(port), false);
        try (PacketRing ring = PacketRing.open(LOOPBACK, filter, RING_BLOCKS)) {
            begun.complete(null);
            while (!closed) {
                if (!readBlock(ring)) {
                    ring.await(WAIT_MILLIS);
                }
            }
            ring.stop();
            boolean mayHaveMore = true;
            while (mayHaveMore) {
                ring.await(2 * PacketRing.LATENCY_MILLIS);
                mayHaveMore = readBlock(ring);
            }
            dropped = ring.dropped();
            ended.complete(null);
        } catch (RefusedByKernelException | RuntimeException | Error refused) {
            begun.completeExceptionally(refused);
            ended.completeExceptionally(refused);
        }
    }

    private boolean readBlock(PacketRing ring) {
        if (!ring.nextBlock()) {
            return false;
        }
        RingFrame frame = ring.frame();
        while (ring.nextPacket()) {
            Packet packet = new Packet();
            packet.bytes = Arrays.copyOfRange(frame.bytes(), frame.from(), frame.to());
            packet.to = packet.bytes.length;
            packet.wireLength = frame.wireLength();
            packet.linkType = PacketRing.LINK_TYPE;
            packet.atNanos = frame.atNanos();
            packets.add(packet);
            packet.number = packets.size();
        }
        return true;
    }

    @Override
    public SeenBy by() {
        return SeenBy.CAPTURE;
    }

    @Override
    public Sight sight(int expected) {
        close();
        ended.join();
        List<JudgedLife> verdicts = new ArrayList<>();
        Judge judge = Judge.withSecondLook(verdicts::add);
        Flows flows =
                new Flows(life -> {
                    if (isOfServer(life)) {
                        judge.accept(life);
                    }
                });
        packets.forEach(flows::packet);
        flows.finish();
        judge.finish();
        return new Sight(SeenBy.CAPTURE, verdicts, 0);
    }

    /** Others may have the same port at another address. */
    private boolean isOfServer(ConnectionLife life) {
        return life.server().toString().equals(server) || life.client().toString().equals(server);
    }

    /** All of them, once {@link #sight} has returned. */
    List<Packet> packets() {
        return List.copyOf(packets);
    }

    @Override
    public String missed() {
        return dropped == 0
                ? ""
                : Wording.count(dropped, "packet")
                        + " found no room while they were captured, and are missing";
    }

    @Override
    public void close() {
        closed = true;
    }
}
