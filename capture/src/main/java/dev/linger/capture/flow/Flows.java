package dev.linger.capture.flow;

import dev.linger.capture.file.Packet;
import dev.linger.capture.link.Counts;
import dev.linger.capture.link.Decoder;
import dev.linger.capture.link.Segment;
import dev.linger.http.HeadSpace;
import dev.linger.life.ConnectionLife;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts packets together to connections and hands over each connection's life when it has ended.
 * Memory grows with the connections that are open at a time, not with the length of the capture.
 * Not thread-safe.
 *
 * <p>A connection has ended when both sides have sent their FIN, or one its RST, and {@value
 * #STRAYS_SECONDS} s of the capture's time went by, in which strays are still taken: a late
 * request, a FIN sent again, a RST that answers one. It is remembered a while longer, so that even
 * later strays do not look like a connection of their own.
 */
public final class Flows {
    private static final int STRAYS_SECONDS = 2;
    private static final long STRAYS_NANOS = STRAYS_SECONDS * 1_000_000_000L;
    private static final long REMEMBERED_NANOS = 60_000_000_000L;
    private static final int REMEMBERED = 1 << 14;

    private final Consumer<ConnectionLife> ended;
    private final Decoder decoder = new Decoder();
    private final Segment segment = new Segment();
    private final Now now = new Now();
    private final FlowTable table = new FlowTable();
    private final Flow.Shared shared =
            new Flow.Shared(now, new KnownServers(), new HeldSegments.Budget(), new HeadSpace());
    private final ArrayDeque<Flow> over = new ArrayDeque<>();
    private final ArrayDeque<Flow> remembered = new ArrayDeque<>();

    private @Nullable Flow latest;
    private long opened;
    private long ladderNumber;
    private @Nullable Ladder ladder;

    /**
     * @param ended takes each connection once, in order of its end
     */
    public Flows(Consumer<ConnectionLife> ended) {
        this.ended = ended;
    }

    /** Records every step of the connection with this number, from 1, in order of opening. */
    public Ladder recordLadder(long number) {
        ladderNumber = number;
        ladder = new Ladder();
        return ladder;
    }

    /** Takes the next packet. */
    public void packet(Packet packet) {
        if (!decoder.decode(packet, segment)) {
            return;
        }
        now.set(packet.number, packet.atNanos);
        Flow flow = flow();
        boolean forward = flow.key.isForward(segment);
        if (flow.isReplacedBy(segment, forward)) {
            flow = replace(flow);
            forward = true;
        }
        latest = flow;
        if (!flow.isReported()) { // else a stray of a connection that was handed over
            boolean lives = flow.overSinceNanos() == 0;
            flow.segment(segment, forward);
            if (lives && flow.overSinceNanos() != 0) {
                over.add(flow);
            }
        }
        handOver();
    }

    /** The capture has ended: hands over what is still open, in order of opening. */
    public void finish() {
        over.stream().filter(flow -> !flow.isReported()).forEach(this::report);
        over.clear();
        table.flows()
                .filter(flow -> !flow.isReported())
                .sorted(Comparator.comparingLong(flow -> flow.number))
                .forEach(this::report);
    }

    /** What the packets were, for a summary. */
    public Counts counts() {
        return decoder.counts();
    }

    /** Connections being watched, those remembered for strays included. */
    public int watched() {
        return table.size();
    }

    /** The connection of the segment; often that of the segment before. */
    private Flow flow() {
        Flow flow = latest;
        if (flow != null && (flow.key.isForward(segment) || flow.key.isBackward(segment))) {
            return flow;
        }
        int hash = FlowKey.hash(segment);
        flow = table.find(segment, hash);
        return flow == null ? open(hash) : flow;
    }

    private Flow open(int hash) {
        opened++;
        Ladder steps = opened == ladderNumber ? ladder : null;
        Flow flow = new Flow(opened, new FlowKey(segment), hash, segment, shared, steps);
        table.add(flow);
        return flow;
    }

    private Flow replace(Flow flow) {
        table.remove(flow);
        if (!flow.isReported()) {
            flow.replace();
            report(flow);
        }
        return open(flow.hash);
    }

    private void handOver() {
        Flow oldest = over.peekFirst();
        while (oldest != null
                && (oldest.isReported() || now.atNanos - oldest.overSinceNanos() > STRAYS_NANOS)) {
            over.removeFirst();
            if (!oldest.isReported()) {
                report(oldest);
                remembered.add(oldest);
            }
            oldest = over.peekFirst();
        }
        forget();
    }

    private void forget() {
        Flow oldest = remembered.peekFirst();
        while (oldest != null
                && (remembered.size() > REMEMBERED
                        || now.atNanos - oldest.overSinceNanos() > REMEMBERED_NANOS)) {
            remembered.removeFirst();
            table.remove(oldest);
            if (oldest == latest) {
                latest = null;
            }
            oldest = remembered.peekFirst();
        }
    }

    private void report(Flow flow) {
        ended.accept(flow.toLife());
    }
}
