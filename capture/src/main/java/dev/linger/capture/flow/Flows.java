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
 * <p>A connection has ended when both sides have sent their FIN, or one its RST. It is handed over
 * when {@value #STRAYS_SECONDS} s of the capture's time went by since, or when {@value
 * #STRAYS_CONNECTIONS} more have ended: until then strays are still taken, a FIN sent again, a RST
 * in answer. Later ones are dropped.
 */
public final class Flows {
    private static final int STRAYS_SECONDS = 2;
    private static final long STRAYS_NANOS = STRAYS_SECONDS * 1_000_000_000L;
    private static final int STRAYS_CONNECTIONS = 256;

    private final Consumer<ConnectionLife> ended;
    private final boolean atOnce;
    private final Decoder decoder = new Decoder();
    private final Segment segment = new Segment();
    private final Now now = new Now();
    private final FlowTable table = new FlowTable();
    private final Flow.Shared shared =
            new Flow.Shared(
                    now,
                    new KnownServers(),
                    new HeldSegments.Budget(),
                    new HeadSpace(),
                    new Introductions());
    private final ArrayDeque<Flow> over = new ArrayDeque<>();
    private final Departed departed = new Departed();

    private @Nullable Flow latest;
    private long opened;
    private long ladderNumber;
    private @Nullable Ladder ladder;

    /**
     * @param ended takes each connection once, in order of its end
     */
    public Flows(Consumer<ConnectionLife> ended) {
        this(ended, false);
    }

    /**
     * @param atOnce whether somebody reads along: a connection is handed over with the packet that
     *     ends it
     */
    public Flows(Consumer<ConnectionLife> ended, boolean atOnce) {
        this.ended = ended;
        this.atOnce = atOnce;
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
        if (flow == null) {
            return; // a stray of a connection that was handed over
        }
        boolean forward = flow.key.isForward(segment);
        if (flow.isReplacedBy(segment, forward)) {
            flow.replace();
            over.remove(flow);
            handOver(flow);
            flow = open(flow.hash, now.atNanos - flow.lastNanos());
            forward = true;
        }
        latest = flow;
        boolean lives = flow.overSinceNanos() == 0;
        flow.segment(segment, forward);
        if (lives && flow.overSinceNanos() != 0) {
            over.add(flow);
        }
        if (atOnce && flow.isSettled()) {
            over.remove(flow);
            handOver(flow);
        }
        handOverOldest();
    }

    /** The capture has ended: hands over what is still open, in order of opening. */
    public void finish() {
        while (!over.isEmpty()) {
            handOver(over.removeFirst());
        }
        table.flows()
                .sorted(Comparator.comparingLong(flow -> flow.number))
                .forEach(flow -> ended.accept(flow.toLife()));
    }

    /** What the packets were, for a summary. */
    public Counts counts() {
        return decoder.counts();
    }

    /** The connection of the segment; often that of the segment before. Null for a stray. */
    private @Nullable Flow flow() {
        Flow flow = latest;
        if (flow != null && (flow.key.isForward(segment) || flow.key.isBackward(segment))) {
            return flow;
        }
        long hash = FlowKey.hash(segment);
        flow = table.find(segment, hash);
        if (flow != null) {
            return flow;
        }
        boolean stray = !segment.has(Segment.SYN) && departed.contains(hash);
        return stray
                ? null
                : open(
                        hash,
                        segment.has(Segment.SYN) ? departed.sinceNanos(hash, now.atNanos) : -1);
    }

    private Flow open(long hash, long reusedAfterNanos) {
        opened++;
        Ladder steps = opened == ladderNumber ? ladder : null;
        Flow flow =
                new Flow(
                        opened,
                        new FlowKey(segment),
                        hash,
                        segment,
                        shared,
                        reusedAfterNanos,
                        steps);
        table.add(flow);
        return flow;
    }

    private void handOverOldest() {
        Flow oldest = over.peekFirst();
        while (oldest != null
                && (over.size() > STRAYS_CONNECTIONS
                        || now.atNanos - oldest.overSinceNanos() > STRAYS_NANOS)) {
            over.removeFirst();
            handOver(oldest);
            oldest = over.peekFirst();
        }
    }

    private void handOver(Flow flow) {
        table.remove(flow);
        departed.add(flow.hash, flow.lastNanos());
        if (flow.equals(latest)) {
            latest = null;
        }
        ended.accept(flow.toLife());
    }
}
