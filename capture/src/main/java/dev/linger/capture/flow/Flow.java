package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.http.Resemblance;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Ending;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/**
 * One connection while it is watched: two directions, observed apart, and their order on the wire.
 *
 * <p>A direction that was not seen is not guessed: what is only known from the opposite end's
 * acknowledgments stays unknown.
 */
final class Flow extends FlowKey implements HalfStream.Listener {
    /** No time of a packet. */
    static final long ALIVE = Long.MIN_VALUE;

    private final SharedByFlows shared;
    private final Now now;

    /** What the end named first in the key sends. */
    private final HalfStream first;

    private final HalfStream second;

    /** Most connections speak HTTP: kept for the next one. */
    private @Nullable HttpConversation http;

    long number;
    private Moment opened;
    private @Nullable Ladder ladder;

    private boolean firstIsClient;
    private boolean sidesSeen;
    private Conversation conversation = OpaqueConversation.NOTHING;

    private final Handshake handshake = new Handshake();

    /** Whether the client went on after the handshake: what every packet asks. */
    private boolean established;

    private final Goodbye goodbye;

    /** That of the exchange which the close concerns; null until that is known. */
    private @Nullable Phase phase;

    private long quietNanos;
    private boolean refused;
    private long lastPacket;
    long lastNanos;

    /** Since when only strays can follow; {@link #ALIVE} before. */
    long overSinceNanos;

    HandedOver handedOver = HandedOver.AT_ITS_END;

    Flow(SharedByFlows shared) {
        this.shared = shared;
        now = shared.now();
        opened = now.moment();
        first = new HalfStream(this, shared.budget());
        second = new HalfStream(this, shared.budget());
        goodbye = new Goodbye(first, second);
    }

    /** Begins a connection with its first segment, whatever this was before. */
    void begin(
            long number,
            long hash,
            Segment segment,
            long reusedAfterNanos,
            @Nullable Ladder ladder) {
        set(segment, hash);
        this.number = number;
        this.ladder = ladder;
        opened = now.moment();
        first.begin();
        second.begin();
        conversation = OpaqueConversation.NOTHING;
        handshake.begin(reusedAfterNanos);
        established = false;
        goodbye.begin();
        phase = null;
        quietNanos = -1;
        refused = false;
        overSinceNanos = ALIVE;
        handedOver = HandedOver.AT_ITS_END;
        sidesSeen = segment.has(Segment.SYN);
        firstIsClient =
                sidesSeen ? !segment.has(Segment.ACK) : shared.knownServers().secondIsServer(this);
    }

    /**
     * Whether this SYN opens another connection on the same endpoints; one with ACK does where the
     * capture holds the server's direction alone.
     */
    boolean isReplacedBy(Segment syn) {
        HalfStream half = forward ? first : second;
        HalfStream opposite = forward ? second : first;
        boolean mayOpen = !syn.has(Segment.ACK) || opposite.packets() == 0;
        return mayOpen && half.isFollowedBy(syn, handshake.isSeen());
    }

    void segment(Segment segment) {
        lastPacket = now.packet;
        lastNanos = now.atNanos;
        HalfStream half = forward ? first : second;
        HalfStream opposite = forward ? second : first;
        if (established && ladder == null && half.takeMereAcknowledgment(segment)) {
            opposite.answered();
            opposite.acknowledge(segment.acknowledgment, now);
            releaseUnless(half, opposite);
            return;
        }
        if (handshake.isUnanswered() && meetsEarlierConnection(segment, half)) {
            return;
        }
        if (segment.has(Segment.SYN)) {
            handshake(segment, forward);
        } else if (!established && forward == firstIsClient && !refusesToOpen(segment, half)) {
            boolean atOnce =
                    !segment.has(Segment.FIN | Segment.RST)
                            && segment.sequence == half.firstSequence();
            handshake.establish(atOnce, now);
            established = handshake.isEstablished();
        }
        opposite.answered();
        if (segment.has(Segment.ACK)) {
            opposite.acknowledge(segment.acknowledgment, now);
        }
        opposite.passAcknowledged(segment, now);
        boolean hadFin = half.hasFin();
        boolean early = opposite.isAwaited(now);
        if (!early) {
            half.release();
        }
        if (half.isBeyondHole(segment)) {
            releaseUnless(half, opposite); // what is held came before it
        }
        String remark = half.segment(segment, early, now);
        releaseUnless(half, opposite);
        boolean closes = segment.has(Segment.FIN | Segment.RST) && close(segment, half, hadFin);
        // The first packet of the opposite direction, or one behind a RST, wakes the dead.
        if (overSinceNanos != ALIVE && !goodbye.isOver()) {
            overSinceNanos = ALIVE;
        }
        boolean asksForRoom =
                opposite.isWindowClosed() && remark.equals(HalfStream.KEEP_ALIVE_PROBE);
        draw(segment, side(half), asksForRoom ? "window probe" : remark, closes);
    }

    /** The network says that it did not deliver a segment of this connection. */
    void unreachable(String words) {
        HalfStream half = forward ? first : second;
        half.unreachable(
                new Evidence(
                        now.moment(),
                        "the network answered the " + side(half).word() + " by ICMP: " + words));
        if (ladder != null) {
            ladder.say("ICMP: " + words);
        }
    }

    /** What was held until this end's bytes are there goes on, unless they may still come. */
    private void releaseUnless(HalfStream awaited, HalfStream held) {
        if (!awaited.isAwaited(now)) {
            held.release();
        }
    }

    /** A scan answers the SYN ACK with a RST; one further on ends what was used meanwhile. */
    private static boolean refusesToOpen(Segment segment, HalfStream client) {
        return segment.has(Segment.RST) && segment.sequence == client.firstSequence();
    }

    /**
     * Whether the segment belongs to the end of an earlier connection of the same ports: the server
     * answers the SYN with an ACK of what it knows, or sends its last FIN again; the client answers
     * that with a RST, and sends its SYN again (RFC 9293, section 3.10.7.4).
     */
    private boolean meetsEarlierConnection(Segment segment, HalfStream half) {
        HalfStream client = client();
        if (half != client && !half.isStarted() && isOfEarlier(segment, client)) {
            if (segment.isBareAcknowledgment()) {
                handshake.challenge(now);
            } else {
                handshake.followsEarlier();
            }
            draw(segment, Side.SERVER, "does not answer this SYN", false);
            return true;
        }
        if (half == client && handshake.hasMetEarlier() && segment.has(Segment.RST)) {
            draw(segment, Side.CLIENT, "ends the earlier connection", false);
            return true;
        }
        return false;
    }

    /** First sequence numbers of the same ports grow (RFC 6528): what was before lies behind. */
    private static boolean isOfEarlier(Segment segment, HalfStream client) {
        int ahead = segment.acknowledgment - client.firstSequence();
        boolean goesOn = segment.has(Segment.ACK) && !segment.has(Segment.SYN | Segment.RST);
        return segment.isBareAcknowledgment() ? ahead != 0 : goesOn && ahead < 0;
    }

    private void draw(Segment segment, Side from, String remark, boolean closes) {
        if (ladder != null) {
            ladder.add(now.moment(), from, segment, remark, closes);
        }
    }

    /** A FIN or RST came; returns whether it is the connection's first. */
    private boolean close(Segment segment, HalfStream half, boolean hadFin) {
        boolean isFirst = goodbye.take(segment, half, hadFin, now);
        if (isFirst) {
            firstClose(half, segment);
        } else if (half.hasRst()) {
            settleAtReset();
        }
        if (overSinceNanos == ALIVE && goodbye.isOver()) {
            overSinceNanos = now.atNanos;
        }
        return isFirst;
    }

    private void handshake(Segment segment, boolean fromFirst) {
        if (!sidesSeen) {
            sidesSeen = true;
            firstIsClient = fromFirst != segment.has(Segment.ACK);
        }
        handshake.take(segment, now);
        shared.knownServers().add(firstIsClient ? secondPort() : firstPort());
    }

    private void firstClose(HalfStream half, Segment segment) {
        boolean isFirstOfServer = half != client() && half.packets() == 1;
        refused = segment.has(Segment.RST) && isFirstOfServer && handshake.isUnanswered();
        quietNanos = quietUntilNow();
        if (half.hasEnded()) {
            settle();
        } else if (half.hasRst()) {
            settleAtReset();
        }
    }

    private long quietUntilNow() {
        long lastByte =
                conversation instanceof TlsConversation tls && tls.lastDataNanos() != 0
                        ? tls.lastDataNanos()
                        : Math.max(first.lastByteNanos(), second.lastByteNanos());
        boolean none = lastByte == Long.MIN_VALUE;
        long since = none ? handshake.completeOr(opened).atNanos() : lastByte;
        boolean isUnknown = none && !handshake.isSeen();
        return isUnknown ? -1 : Math.max(0, now.atNanos - since);
    }

    /** What the capture lacks before a RST is known when nothing can fill it any more. */
    private void settleAtReset() {
        if (first.hasAll() && second.hasAll()) {
            settle();
        }
    }

    /** A FIN that the capture lacks may have come before the first one that it holds. */
    private void concludeClose() {
        Moment before = goodbye.firstClose();
        goodbye.conclude();
        Moment close = goodbye.firstClose();
        if (before != null && close != null && quietNanos >= 0) {
            quietNanos = Math.max(0, quietNanos - (before.atNanos() - close.atNanos()));
        }
    }

    /** The exchange that the close concerns is the one in progress now, in sequence order. */
    private Phase settle() {
        Phase settled = phase;
        if (settled == null) {
            settled = currentPhase();
            phase = settled;
            conversation.firstClose();
        }
        return settled;
    }

    private Phase currentPhase() {
        boolean silent = OpaqueConversation.isNothing(conversation);
        return silent && sidesSeen && !established
                ? Phase.CONNECTING
                : conversation.phase(quietNanos, now);
    }

    @Override
    public void bytes(HalfStream half, byte[] bytes, int from, int to, long packet, long atNanos) {
        int begin = from;
        if (conversation instanceof OpaqueConversation before) {
            begin = before.begin(bytes, from, to);
            conversation = recognize(before, half, bytes, begin, to);
        } else if (conversation instanceof TlsConversation tls
                && half == server()
                && tls.mayBeMisdirected()
                && Resemblance.isResponse(bytes, from, to)) {
            conversation = http(true);
        }
        long packetNow = now.packet;
        long nanosNow = now.atNanos;
        boolean held = packet != packetNow;
        if (held) {
            now.set(packet, atNanos);
        }
        conversation.bytes(side(half), bytes, begin, to, half.position() - (to - begin), now);
        if (held) {
            now.set(packetNow, nanosNow);
        }
    }

    @Override
    public void missing(HalfStream half, long bytes) {
        if (OpaqueConversation.isNothing(conversation)) {
            conversation = OpaqueConversation.UNSEEN;
        }
        conversation.missing(side(half), bytes, now);
    }

    @Override
    public void ended(HalfStream half) {
        HalfStream closer = goodbye.firstCloser();
        if (closer == null) {
            quietNanos = quietUntilNow(); // the FIN that is just being taken will be the first
        }
        if (closer == null || half == closer) {
            settle();
        }
        conversation.ended(side(half), now);
    }

    /** Nothing is missing before that RST, whatever its number: it came now. */
    @Override
    public void goesOn() {
        settle();
    }

    private Conversation recognize(
            OpaqueConversation before, HalfStream half, byte[] bytes, int from, int to) {
        if (Resemblance.isHttp2(bytes, from, to)) {
            return OpaqueConversation.HTTP2;
        }
        boolean request = before.isFollowedByRequest(bytes, from, to);
        boolean response = !request && Resemblance.isResponse(bytes, from, to);
        if (request || response) {
            if (!sidesSeen) {
                firstIsClient = request == (half == first);
                sidesSeen = true;
            }
            return http(response);
        }
        TlsConversation tls = TlsConversation.begunBy(bytes, from, to, handshake.isSeen());
        if (tls != null) {
            return tls;
        }
        return OpaqueConversation.isNothing(before) ? OpaqueConversation.OTHER : before;
    }

    private HttpConversation http(boolean response) {
        HttpConversation spoken = http;
        if (spoken == null) {
            spoken = new HttpConversation(shared);
            http = spoken;
        }
        boolean fromTheStart = handshake.isSeen();
        spoken.begin(ladder == null ? null : ladder::say, fromTheStart);
        Moment garbage = client().firstByte();
        if (response && fromTheStart && garbage != null && client().isWhole()) {
            spoken.notARequest(garbage);
        }
        return spoken;
    }

    /** Its life was told: nothing of it is kept. */
    void forget() {
        if (conversation == http && http != null) {
            http.forget();
        }
        conversation = OpaqueConversation.NOTHING;
    }

    /** Whether the end is complete: both FINs acknowledged, or a RST. */
    boolean isSettled() {
        return goodbye.isSettled();
    }

    /** Whether nothing but SYNs was seen of it. */
    boolean hasOnlyBegun() {
        return handshake.segments() == first.packets() + second.packets();
    }

    boolean openedBefore(long nanos) {
        return opened.atNanos() < nanos;
    }

    /** The life as seen; to be called once. */
    ConnectionLife toLife() {
        long packetNow = now.packet;
        long nanosNow = now.atNanos;
        now.set(lastPacket, lastNanos);
        first.flush();
        second.flush();
        now.set(packetNow, nanosNow);
        Phase last = settle();
        concludeClose();
        HalfStream client = client();
        HalfStream server = client == first ? second : first;
        Half fromClient = client.toHalf(lastNanos);
        Half fromServer = server.toHalf(lastNanos);
        Talk talk = conversation.talk(client.positionAcknowledgedAtClose(server), server.closed());
        return new ConnectionLife(
                number,
                firstIsClient ? firstEndpoint() : secondEndpoint(),
                firstIsClient ? secondEndpoint() : firstEndpoint(),
                SeenBy.CAPTURE,
                opened,
                handshake.toOpening(),
                fromClient,
                fromServer,
                talk,
                new Ending(
                        closedFirst(),
                        manner(talk),
                        last,
                        goodbye.firstClose(),
                        new Moment(lastPacket, lastNanos),
                        quietNanos),
                Notes.of(handshake.isSeen(), sidesSeen, handedOver, fromClient, fromServer));
    }

    /** By what the capture shows, whatever it lacks. */
    private ClosedFirst closedFirst() {
        HalfStream closer = goodbye.firstCloser();
        if (closer == null) {
            return ClosedFirst.NOBODY;
        }
        return goodbye.isSimultaneous() ? ClosedFirst.BOTH : ClosedFirst.of(side(closer));
    }

    private Manner manner(Talk talk) {
        // A RST in answer to a late request ends the server's side, TIME_WAIT and all.
        if (server().hasRst() && talk instanceof Talk.Http said && said.lateRequest() != null) {
            return Manner.RESET;
        }
        if (refused && server().isReset()) {
            return Manner.REFUSED;
        }
        Manner manner = goodbye.manner();
        if (manner != null) {
            return manner;
        }
        boolean inVain = handshake.isRepeatedInVain() || handedOver == HandedOver.GIVEN_UP;
        boolean inVainOrTold = inVain || client().isUnreachable();
        boolean silent = inVainOrTold && hasOnlyBegun() && server().packets() == 0;
        boolean bothSeen = first.packets() > 0 && second.packets() > 0;
        if (silent || (bothSeen && (first.unanswered() >= 3 || second.unanswered() >= 3))) {
            return Manner.SILENCE;
        }
        return handedOver.isBeforeItsEnd() ? Manner.UNKNOWN : Manner.OPEN;
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
