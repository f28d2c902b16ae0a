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
 * <p>A connection has ended when both sides have sent their FIN, or one its RST; of one direction
 * alone, when that has. It is handed over when {@value EndedFlows#STRAYS_SECONDS} s of the
 * capture's time went by since, or {@value EndedFlows#STRAYS_SECONDS_AT_ONCE} where somebody reads
 * along, or when {@value EndedFlows#STRAYS_CONNECTIONS} more have ended: until then strays are
 * still taken, a FIN sent again, a RST in answer, what follows a RST that was none. Later ones are
 * dropped. One of which nothing but SYNs was seen in {@value HalfOpenFlows#PATIENCE_SECONDS} s is
 * handed over too, and the oldest of these where they are more than {@value HalfOpenFlows#MOST}.
 */
public final class Flows {
    private static final int OPENING = Segment.SYN | Segment.RST;

    /** As many as can wait for strays, and some that are open. */
    private static final int SPARES = 2 * EndedFlows.STRAYS_CONNECTIONS;

    /** Of heads whose end has not come, on all connections together. */
    private static final long MOST_HELD_BYTES = 64L << 20;

    private final Consumer<ConnectionLife> ended;
    private final boolean atOnce;
    private final Decoder decoder = new Decoder();
    private final Segment segment = new Segment();
    private final Now now = new Now();
    private final FlowTable table = new FlowTable();
    private final SharedByFlows shared =
            new SharedByFlows(
                    now,
                    new KnownServers(),
                    new HeldSegments.Budget(),
                    new HeadSpace(MOST_HELD_BYTES),
                    new Introductions());
    private final EndedFlows over;
    private final HalfOpenFlows halfOpen = new HalfOpenFlows();
    private final Departed departed = new Departed();

    /** Handed over, to be used again. */
    private final ArrayDeque<Flow> spares = new ArrayDeque<>();

    private @Nullable Flow latest;
    private long opened;
    private @Nullable Ladders ladders;

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
        over = new EndedFlows(atOnce);
    }

    /** Records the steps of the connections chosen there; before the first packet. */
    public void record(Ladders chosen) {
        ladders = chosen;
    }

    /** Takes the next packet. */
    public void packet(Packet packet) {
        if (!decoder.decode(packet, segment)) {
            error(packet, decoder.unreachable());
            return;
        }
        now.set(packet.number, packet.atNanos);
        Flow flow = latest;
        if (flow == null || !flow.matches(segment)) {
            flow = flow();
            if (flow == null) {
                return; // a stray of a connection that was handed over
            }
            latest = flow;
        }
        if ((segment.flags & OPENING) == Segment.SYN && flow.isReplacedBy(segment)) {
            flow = replace(flow);
        }
        boolean lived = flow.overSinceNanos == Flow.ALIVE;
        flow.segment(segment);
        boolean lives = flow.overSinceNanos == Flow.ALIVE;
        if (lived && !lives) {
            over.add(flow);
        } else if (lives && !lived) {
            over.remove(flow);
        }
        if (atOnce && flow.isSettled()) {
            over.remove(flow);
            handOver(flow);
        }
        while (over.isDue(now.atNanos)) {
            handOverOldest();
        }
    }

    /** An ICMP error may say what became of a connection's segment. */
    private void error(Packet packet, @Nullable String unreachable) {
        Flow flow = unreachable == null ? null : table.find(segment, FlowKey.hash(segment));
        if (flow != null && unreachable != null) {
            now.set(packet.number, packet.atNanos);
            flow.unreachable(unreachable);
        }
    }

    /** The capture has ended: hands over what is still open, in order of opening. */
    public void finish() {
        while (handOverOldest()) {}
        table.flows()
                .sorted(Comparator.comparingLong(flow -> flow.number))
                .forEach(flow -> ended.accept(flow.toLife()));
    }

    /** How many were seen so far, ended or not. */
    public long opened() {
        return opened;
    }

    /** What the packets were, for a summary. */
    public Counts counts() {
        return decoder.counts();
    }

    /** The connection of a segment that is not of the latest one; null for a stray. */
    private @Nullable Flow flow() {
        long hash = FlowKey.hash(segment);
        Flow flow = table.find(segment, hash);
        if (flow != null) {
            return flow;
        }
        if (segment.has(Segment.SYN)) {
            return open(hash, departed.sinceNanos(hash, now.atNanos));
        }
        return departed.contains(hash) ? null : open(hash, -1);
    }

    private Flow open(long hash, long reusedAfterNanos) {
        halfOpen.giveUp(table, now.atNanos, this::handOver);
        Flow flow = spares.pollLast();
        if (flow == null) {
            flow = new Flow(shared);
        }
        opened++;
        Ladder steps = ladders == null ? null : ladders.begin(opened);
        flow.begin(opened, hash, segment, reusedAfterNanos, steps);
        table.add(flow);
        return flow;
    }

    /** Another connection on the same pair of endpoints. */
    private Flow replace(Flow flow) {
        long hash = flow.hash;
        long sinceNanos = now.atNanos - flow.lastNanos;
        flow.handedOver = HandedOver.REPLACED;
        over.remove(flow);
        handOver(flow);
        Flow next = open(hash, sinceNanos);
        latest = next;
        return next;
    }

    private boolean handOverOldest() {
        Flow oldest = over.poll();
        if (oldest != null) {
            handOver(oldest);
        }
        return oldest != null;
    }

    private void handOver(Flow flow) {
        table.remove(flow);
        if (flow.handedOver != HandedOver.CROWDED_OUT) { // which may go on
            departed.add(flow.hash, flow.lastNanos);
        }
        if (flow == latest) {
            latest = null;
        }
        ended.accept(flow.toLife());
        flow.forget();
        if (spares.size() < SPARES) {
            spares.addLast(flow);
        }
    }
}
