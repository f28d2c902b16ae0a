package dev.linger.cli.explain;

import dev.linger.capture.file.Packet;
import dev.linger.cli.Progress;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.life.Wording;
import dev.linger.linux.PacketFilter;
import dev.linger.linux.PacketRing;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.RingFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Live packets, from the beginning until the time is over, the interface is gone, or somebody ends
 * it. Not thread-safe, {@link #end} excepted.
 */
final class Listening implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;
    private static final long MILLISECOND = 1_000_000;

    private final Live live;
    private final Terminal terminal;
    private final PacketRing ring;
    private final @Nullable SavedPackets saved;
    private final @Nullable Progress progress;
    private final List<String> complaints = new ArrayList<>();
    private final long begin = System.nanoTime();
    private final Packet packet = new Packet();
    private long bytes;
    private boolean wasDown;
    private boolean isPartial;

    /** Set by the thread that wants the end, too. */
    private volatile boolean ended;

    private Listening(
            Live live,
            Terminal terminal,
            PacketRing ring,
            @Nullable SavedPackets saved,
            boolean showsProgress) {
        this.live = live;
        this.terminal = terminal;
        this.ring = ring;
        this.saved = saved;
        progress = showsProgress ? new Progress(terminal) : null;
    }

    /** Packets are seen from here on. */
    static Listening begin(Live live, Terminal terminal, boolean showsProgress) {
        PacketRing ring = ring(live);
        try {
            String file = live.save();
            SavedPackets saved = file == null ? null : SavedPackets.in(file, live.interfaceName());
            Listening listening = new Listening(live, terminal, ring, saved, showsProgress);
            listening.tell(
                    listening.name()
                            + (live.filter().headsOnly() ? ", heads only" : "")
                            + "; Ctrl-C ends it with the result");
            return listening;
        } catch (Refusal e) {
            ring.close();
            throw e;
        }
    }

    private static PacketRing ring(Live live) {
        try {
            return PacketRing.open(live.interfaceName(), live.filter(), live.ringBlocks());
        } catch (RefusedByKernelException e) {
            String name = Wording.printable(live.interfaceName());
            throw new Refusal(
                    e.lacksPermission()
                            ? live.lackingPermission()
                            : "--live --interface " + name + ": " + e.getMessage());
        }
    }

    /** What the result calls it. */
    String name() {
        return "live on " + live.interfaceName();
    }

    /** Ends it soon; from any thread. */
    void end() {
        ended = true;
    }

    /**
     * Reads to the end.
     *
     * @param taker of each packet, in a view that is filled again
     * @param connections seen so far
     */
    void readAll(Consumer<Packet> taker, LongSupplier connections) {
        try {
            while (!isOver()) {
                if (!readBlock(taker)) {
                    await();
                }
                show(connections);
            }
            readRest(taker);
        } catch (RefusedByKernelException e) {
            complaints.add("listening broke off: " + e.getMessage());
            isPartial = true;
        } finally {
            finish();
        }
    }

    private boolean isOver() {
        return ended || (live.durationNanos() > 0 && leftNanos() <= 0);
    }

    private long leftNanos() {
        return live.durationNanos() - (System.nanoTime() - begin);
    }

    private boolean readBlock(Consumer<Packet> taker) {
        if (!ring.nextBlock()) {
            return false;
        }
        RingFrame frame = ring.frame();
        while (ring.nextPacket()) {
            packet.bytes = frame.bytes();
            packet.from = frame.from();
            packet.to = frame.to();
            packet.wireLength = frame.wireLength();
            packet.linkType = PacketRing.LINK_TYPE;
            packet.atNanos = frame.atNanos();
            packet.number++;
            bytes += packet.to - packet.from;
            taker.accept(packet);
            if (saved != null) {
                saved.add(packet);
            }
        }
        return true;
    }

    private void await() {
        long left = live.durationNanos() == 0 ? LOOK_MILLIS : leftNanos() / MILLISECOND + 1;
        ring.await(Math.clamp(left, 1, LOOK_MILLIS));
        String since = Wording.duration(System.nanoTime() - begin) + " after the beginning";
        if (ring.wentDown()) {
            wasDown = true;
            complaints.add(
                    live.interfaceName()
                            + " was down "
                            + since
                            + ": what passes it is seen only when it is up again");
        }
        if (wasDown && ring.isGone()) {
            complaints.add(live.interfaceName() + " was removed " + since + ": that was the end");
            isPartial = true;
            ended = true;
        }
    }

    /** What was on its way when the end came. */
    private void readRest(Consumer<Packet> taker) throws RefusedByKernelException {
        ring.stop();
        boolean mayHaveMore = true;
        while (mayHaveMore) {
            mayHaveMore = readBlock(taker);
            if (!mayHaveMore) {
                ring.await(2 * PacketRing.LATENCY_MILLIS);
                mayHaveMore = readBlock(taker);
            }
        }
    }

    private void show(LongSupplier connections) {
        if (progress == null) {
            return;
        }
        progress.show(elapsed ->
                name()
                        + ": "
                        + elapsed / (1000 * MILLISECOND)
                        + " s"
                        + (live.durationNanos() == 0
                                ? ""
                                : ", "
                                        + Math.max(0, leftNanos() / (1000 * MILLISECOND))
                                        + " s left")
                        + ", "
                        + Wording.count(packet.number, "packet")
                        + ", "
                        + Wording.count(connections.getAsLong(), "connection")
                        + ", "
                        + Wording.count(ring.dropped())
                        + " dropped");
    }

    private void finish() {
        if (progress != null) {
            progress.erase();
        }
        long passed = ring.passed();
        long dropped = ring.dropped();
        tell(Wording.count(passed, "packet") + ", " + Wording.count(dropped) + " of them dropped");
        if (dropped > 0) {
            complaints.add(ofDropped(passed, dropped));
            isPartial = true;
        }
        if (live.filter().headsOnly() && packet.number > 0) {
            complaints.add(
                    "heads only: of the bytes of a body at most "
                            + Wording.count(PacketFilter.BODY_BYTES)
                            + " of each packet were read, so a message that begins within one may be"
                            + " missed, and counts of requests are lower bounds");
        }
        if (saved != null) {
            saved.finish(passed, dropped);
            if (!saved.failure().isEmpty()) {
                complaints.add(saved.failure());
                isPartial = true;
            }
        }
    }

    private String ofDropped(long passed, long dropped) {
        return Wording.count(dropped)
                + " of "
                + Wording.count(passed, "packet")
                + " ("
                + Wording.share(dropped, passed)
                + ") found the ring of "
                + live.ringBlocks()
                + " MiB full and were dropped by the kernel: counts are lower bounds, and an end"
                + " may be missed; --port, --heads-only or a larger --ring help";
    }

    private void tell(String sentence) {
        terminal.err().println("linger: " + Wording.printable(sentence));
    }

    /** Bytes that were kept of the packets. */
    long bytes() {
        return bytes;
    }

    /** What the reader of the result must know; complete at the end. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Whether something that passed is not in the result, or not in the file. */
    boolean isPartial() {
        return isPartial;
    }

    @Override
    public void close() {
        ring.close();
    }
}
