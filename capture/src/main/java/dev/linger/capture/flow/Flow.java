package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.http.HeadSpace;
import dev.linger.http.MessageReader;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Ending;
import dev.linger.life.Half;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connection while it is watched: two directions, observed apart, and their order on the wire.
 *
 * <p>Two rules. Which FIN or RST came first is decided by the order of packets, never by time
 * stamps. And a direction that was not seen is not guessed: what is only known from the opposite
 * end's acknowledgments stays unknown.
 */
final class Flow implements HalfStream.Listener {
    /** What all flows of a capture share. */
    record Shared(
            Now now,
            KnownServers knownServers,
            HeldSegments.Budget budget,
            HeadSpace space,
            Introductions introductions) {}

    final long number;
    final FlowKey key;

    /** {@link FlowKey#hash} of its segments. */
    final long hash;

    private final Now now;
    private final Moment opened;
    private final Shared shared;
    private final @Nullable Ladder ladder;

    /** Start lines of the messages in the current packet, for the ladder. */
    private final List<String> lines;

    /** What the end named first in the key sends; and the end named second. */
    private final HalfStream first;

    private final HalfStream second;

    private boolean firstIsClient;
    private boolean sidesSeen;
    private Conversation conversation = OpaqueConversation.NOTHING;

    private @Nullable Moment syn;
    private @Nullable Moment synAck;
    private @Nullable Moment established;
    private int syns;
    private int synAcks;
    private @Nullable Moment challenge;

    /** Since the end of an earlier connection of the same ports; -1 where there was none. */
    private final long reusedAfterNanos;

    private @Nullable HalfStream firstCloser;
    private @Nullable Moment firstClose;
    private boolean finsCrossed;

    /** Both FINs came, and no RST before them. */
    private boolean bothFinished;

    private boolean closeTaken;
    private Phase phase = Phase.UNKNOWN;
    private long quietNanos = -1;
    private boolean refused;

    private long lastPacket;
    private long lastNanos;
    private long overSinceNanos;
    private boolean replaced;

    Flow(
            long number,
            FlowKey key,
            long hash,
            Segment segment,
            Shared shared,
            long reusedAfterNanos,
            @Nullable Ladder ladder) {
        this.number = number;
        this.key = key;
        this.hash = hash;
        this.now = shared.now();
        this.opened = now.moment();
        this.shared = shared;
        this.reusedAfterNanos = reusedAfterNanos;
        this.ladder = ladder;
        this.lines = ladder == null ? List.of() : new ArrayList<>();
        first = new HalfStream(this, shared.budget());
        second = new HalfStream(this, shared.budget());
        if (segment.has(Segment.SYN)) {
            firstIsClient = !segment.has(Segment.ACK);
            sidesSeen = true;
        } else {
            firstIsClient = shared.knownServers().secondIsServer(key);
        }
    }

    /** Whether this SYN opens another connection on the same pair of endpoints. */
    boolean isReplacedBy(Segment segment, boolean fromFirst) {
        if (!segment.has(Segment.SYN) || segment.has(Segment.ACK) || segment.has(Segment.RST)) {
            return false;
        }
        HalfStream half = half(fromFirst);
        boolean known = half.isStarted() && (half.hasSyn() || syn != null || synAck != null);
        return known
                ? half.firstSequence() != segment.sequence + 1
                : half.isStarted() && half.packets() > 0;
    }

    void replace() {
        replaced = true;
    }

    void segment(Segment segment, boolean fromFirst) {
        lastPacket = now.packet;
        lastNanos = now.atNanos;
        HalfStream half = half(fromFirst);
        HalfStream opposite = half(!fromFirst);
        if (synAck == null && syn != null && meetsEarlierConnection(segment, half)) {
            return;
        }
        if (segment.has(Segment.SYN)) {
            handshake(segment, fromFirst);
        } else if (established == null && synAck != null && fromFirst == firstIsClient) {
            established = now.moment();
        }
        opposite.answered();
        if (segment.has(Segment.ACK)) {
            opposite.acknowledge(segment.acknowledgment, now);
        }
        boolean hadFin = half.hasFin();
        String remark = half.segment(segment, now);
        boolean closes = segment.has(Segment.FIN | Segment.RST) && close(segment, half, hadFin);
        if (ladder != null) {
            draw(ladder, segment, fromFirst == firstIsClient, remark, closes);
        }
    }

    /**
     * Whether the segment belongs to the end of an earlier connection of the same ports: the server
     * answers the SYN with an ACK of what it knows, the client answers that with a RST, and sends
     * its SYN again (RFC 9293, section 3.10.7.4).
     */
    private boolean meetsEarlierConnection(Segment segment, HalfStream half) {
        HalfStream client = client();
        if (half != client
                && (segment.flags & ~Segment.PSH) == Segment.ACK
                && segment.length == 0
                && !half.isStarted()
                && segment.acknowledgment != client.firstSequence()) {
            challenge = challenge == null ? now.moment() : challenge;
            drawPlain(segment, Side.SERVER, "does not answer this SYN");
            return true;
        }
        if (half == client && challenge != null && segment.has(Segment.RST)) {
            drawPlain(segment, Side.CLIENT, "ends the earlier connection");
            return true;
        }
        return false;
    }

    private void drawPlain(Segment segment, Side side, String remark) {
        if (ladder != null) {
            draw(ladder, segment, side == Side.CLIENT, remark, false);
        }
    }

    /** A FIN or RST came; returns whether it is the connection's first. */
    private boolean close(Segment segment, HalfStream half, boolean hadFin) {
        HalfStream opposite = half == first ? second : first;
        if (!hadFin && half.hasFin() && opposite.hasFin()) {
            finsCrossed |=
                    firstCloser == opposite && !opposite.finIsCoveredBy(segment.acknowledgment);
        }
        boolean reset = first.hasRst() || second.hasRst();
        boolean finished = first.hasFin() && second.hasFin();
        bothFinished |= finished && !reset;
        boolean isFirst = firstCloser == null;
        if (isFirst) {
            firstClose(half, segment);
        } else if (half.hasRst()) {
            takeClose();
        }
        if (overSinceNanos == 0 && (reset || finished)) {
            overSinceNanos = now.atNanos;
        }
        return isFirst;
    }

    private void draw(
            Ladder steps, Segment segment, boolean fromClient, String remark, boolean closes) {
        steps.add(
                new Ladder.Step(
                        now.moment(),
                        fromClient ? Side.CLIENT : Side.SERVER,
                        segment.flags,
                        segment.length,
                        String.join("; ", lines),
                        remark,
                        closes));
        lines.clear();
    }

    private void handshake(Segment segment, boolean fromFirst) {
        boolean fromClient = !segment.has(Segment.ACK);
        if (!sidesSeen) {
            sidesSeen = true;
            firstIsClient = fromFirst == fromClient;
        }
        if (fromClient) {
            syns++;
            if (syn == null) {
                syn = now.moment();
            }
        } else {
            synAcks++;
            if (synAck == null) {
                synAck = now.moment();
            }
        }
        shared.knownServers().add(firstIsClient ? key.secondPort() : key.firstPort());
    }

    private void firstClose(HalfStream half, Segment segment) {
        firstCloser = half;
        firstClose = now.moment();
        refused = segment.has(Segment.RST) && half != client() && synAck == null && syn != null;
        long lastByte =
                conversation instanceof TlsConversation tls && tls.lastDataNanos() != 0
                        ? tls.lastDataNanos()
                        : Math.max(first.lastByteNanos(), second.lastByteNanos());
        Moment reached = established != null ? established : opened;
        quietNanos =
                Math.max(
                        0,
                        now.atNanos - (lastByte == Long.MIN_VALUE ? reached.atNanos() : lastByte));
        if (half.hasRst() || half.hasEnded()) {
            takeClose();
        }
    }

    /** The exchange that the close concerns is the one in progress now, in sequence order. */
    private void takeClose() {
        if (!closeTaken) {
            closeTaken = true;
            phase = currentPhase();
            conversation.firstClose();
        }
    }

    private Phase currentPhase() {
        boolean connecting =
                OpaqueConversation.isNothing(conversation) && sidesSeen && established == null;
        return connecting ? Phase.CONNECTING : conversation.phase();
    }

    @Override
    public void bytes(HalfStream half, byte[] bytes, int from, int to, long packet, long atNanos) {
        if (conversation instanceof OpaqueConversation) {
            conversation = recognize(half, bytes, from, to);
        }
        long packetNow = now.packet;
        long nanosNow = now.atNanos;
        boolean held = packet != packetNow;
        if (held) {
            now.set(packet, atNanos);
        }
        conversation.bytes(side(half), bytes, from, to, half.position() - (to - from), now);
        if (held) {
            now.set(packetNow, nanosNow);
        }
    }

    @Override
    public void missing(HalfStream half, long bytes) {
        if (OpaqueConversation.isNothing(conversation)) {
            conversation = OpaqueConversation.UNSEEN;
        }
        conversation.missing(side(half), bytes);
    }

    @Override
    public void ended(HalfStream half) {
        if (firstCloser == null || half == firstCloser) {
            takeClose();
        }
        conversation.ended(side(half), now);
    }

    private Conversation recognize(HalfStream half, byte[] bytes, int from, int to) {
        boolean request = MessageReader.looksLikeRequest(bytes, from, to);
        boolean response = !request && MessageReader.looksLikeResponse(bytes, from, to);
        if (request || response) {
            if (!sidesSeen) {
                firstIsClient = request == (half == first);
                sidesSeen = true;
            }
            boolean fromTheStart = syn != null || synAck != null;
            HttpConversation http =
                    new HttpConversation(shared, ladder == null ? null : lines::add, fromTheStart);
            Moment garbage = client().firstByte();
            if (response && fromTheStart && garbage != null) {
                http.notARequest(garbage);
            }
            return http;
        }
        if (TlsRecords.looksLike(bytes, from, to)) {
            return new TlsConversation();
        }
        return OpaqueConversation.OTHER;
    }

    long lastNanos() {
        return lastNanos;
    }

    /** Whether the end is complete: both FINs acknowledged, or a RST. */
    boolean isSettled() {
        return first.hasRst()
                || second.hasRst()
                || (first.isFinAcknowledged() && second.isFinAcknowledged());
    }

    /** Since when only strays can follow; 0 while the connection lives. */
    long overSinceNanos() {
        return overSinceNanos;
    }

    /** The life as seen; to be called once. */
    ConnectionLife toLife() {
        long packetNow = now.packet;
        long nanosNow = now.atNanos;
        now.set(lastPacket, lastNanos);
        first.flush();
        second.flush();
        now.set(packetNow, nanosNow);
        Phase last = closeTaken ? phase : currentPhase();
        takeClose();
        HalfStream client = client();
        HalfStream server = client == first ? second : first;
        Moment serverClosed = server.fin() != null ? server.fin() : server.rst();
        Half fromClient = client.toHalf(lastNanos);
        Half fromServer = server.toHalf(lastNanos);
        Talk talk = conversation.talk(client.acknowledgedPosition(), serverClosed);
        return new ConnectionLife(
                number,
                firstIsClient ? key.firstEndpoint() : key.secondEndpoint(),
                firstIsClient ? key.secondEndpoint() : key.firstEndpoint(),
                SeenBy.CAPTURE,
                opened,
                new Opening(syn, synAck, established, syns, synAcks, challenge, reusedAfterNanos),
                fromClient,
                fromServer,
                talk,
                new Ending(
                        closedFirst(),
                        answersLateRequest(talk) ? Manner.RESET : manner(),
                        last,
                        firstClose,
                        new Moment(lastPacket, lastNanos),
                        quietNanos),
                notes(fromClient, fromServer));
    }

    /** A RST in answer to a late request ends the server's side, TIME_WAIT and all. */
    private boolean answersLateRequest(Talk talk) {
        return server().hasRst() && talk instanceof Talk.Http http && http.lateRequest() != null;
    }

    private ClosedFirst closedFirst() {
        HalfStream closer = firstCloser;
        if (closer == null) {
            return ClosedFirst.NOBODY;
        }
        return finsCrossed ? ClosedFirst.BOTH : ClosedFirst.of(side(closer));
    }

    private Manner manner() {
        if (refused) {
            return Manner.REFUSED;
        }
        if (bothFinished) {
            return Manner.FIN;
        }
        if (first.hasRst() || second.hasRst()) {
            return Manner.RESET;
        }
        if (first.hasFin() || second.hasFin()) {
            return Manner.HALF_CLOSED;
        }
        boolean silent = syns > 1 && synAck == null && server().packets() == 0;
        return silent || first.unanswered() >= 3 || second.unanswered() >= 3
                ? Manner.SILENCE
                : Manner.OPEN;
    }

    private List<String> notes(Half fromClient, Half fromServer) {
        long missing = fromClient.missingBytes() + fromServer.missingBytes();
        boolean whole =
                (syn != null || synAck != null) && fromClient.isSeen() && fromServer.isSeen();
        if (whole && missing == 0 && !replaced) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(2);
        if (syn == null && synAck == null) {
            notes.add(
                    "handshake not in the capture: the server is taken to be the end "
                            + (sidesSeen
                                    ? "that was sent requests"
                                    : "with the lower or known port"));
        }
        if (!fromClient.isSeen() || !fromServer.isSeen()) {
            notes.add(
                    "only packets of the "
                            + (fromClient.isSeen() ? Side.CLIENT : Side.SERVER).word()
                            + " are in the capture");
        }
        if (missing > 0) {
            notes.add(missing + " payload bytes are not in the capture");
        }
        if (replaced) {
            notes.add("the same ports were used again by a later connection");
        }
        return notes;
    }

    private HalfStream half(boolean fromFirst) {
        return fromFirst ? first : second;
    }

    private HalfStream client() {
        return firstIsClient ? first : second;
    }

    private HalfStream server() {
        return firstIsClient ? second : first;
    }

    private Side side(HalfStream half) {
        return half == client() ? Side.CLIENT : Side.SERVER;
    }
}
