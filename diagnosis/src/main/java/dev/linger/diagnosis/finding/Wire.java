package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What connections show beneath their messages. Not thread-safe. */
public final class Wire {

    /**
     * How TLS handshakes failed alike.
     *
     * @param by the side that sent the alert; null where there was none
     * @param alert its code (RFC 8446, section 6); -1 where it is not known
     */
    public record TlsFailure(@Nullable Side by, int alert) {}

    /** TLS failures that are alike. */
    public record FailedAlike(TlsFailure failure, Samples samples) {}

    /** Segments with data of one side. */
    private static final class Sent {
        /** What a segment holds where the path is an Ethernet. */
        private static final int SEGMENT_BYTES = 1448;

        private long segments;
        private long again;

        void add(Half half, int messages) {
            long full = (half.bytes() + SEGMENT_BYTES - 1) / SEGMENT_BYTES;
            segments += half.bytes() <= 0 ? 0 : Math.max(messages, full);
            again += half.retransmissions();
        }

        double lostShare() {
            return Math.min(1, again / (double) Math.max(1, segments));
        }
    }

    private final Map<Side, CloseWaits> closeWaits = new EnumMap<>(Side.class);
    private final Map<TlsFailure, Samples> tlsFailures = new HashMap<>();
    private final Bursts cuts = new Bursts(10);
    private final Bursts idleEnds = new Bursts(4);
    private final Carried carried = new Carried();
    private final Series halfOpened = new Series(256);
    private final Series vanished = new Series(256);
    private long retransmissions;
    private final Sent byClient = new Sent();
    private final Sent byServer = new Sent();
    private long answered;

    void accept(JudgedLife judged) {
        ConnectionLife life = judged.life();
        carried.add(life.talk());
        answered += life.fromServer().firstByte() != null ? 1 : 0;
        if (Trait.HALF_OPEN.isOf(judged)) {
            halfOpened.add(life.opened().atNanos(), 1);
        }
        if (Trait.SERVER_VANISHED.isOf(judged)) {
            vanished.add(judged.verdict().evidence().getFirst().at().atNanos(), 1);
        }
        int messages = life.talk() instanceof Talk.Http http ? http.requests() : 1;
        retransmissions +=
                life.fromClient().retransmissions() + life.fromServer().retransmissions();
        // A server that does not take a connection does not take its first request either.
        boolean isTaken = !Trait.HANDSHAKE_NOT_TAKEN.isOf(judged);
        for (Side side : Side.values()) {
            if (isTaken) {
                (side == Side.CLIENT ? byClient : byServer).add(life.from(side), messages);
            }
            Moment since = CloseWaits.since(life, side);
            if (since != null) {
                closeWaits.computeIfAbsent(side, _ -> new CloseWaits()).add(judged, since);
            }
        }
        Closing closing = judged.verdict().closing();
        Moment first = life.ending().first();
        if (first != null && isCutByServer(life, closing)) {
            cuts.add(judged, first.atNanos());
        }
        if (first != null && isEndOfIdleByServer(closing)) {
            idleEnds.add(judged, first.atNanos());
        }
        if (closing.cause() == CloseCause.TLS_FAILED && life.talk() instanceof Talk.Tls tls) {
            tlsFailures
                    .computeIfAbsent(
                            new TlsFailure(tls.alertBy(), tls.alertCode()), _ -> new Samples())
                    .add(judged);
        }
    }

    /** Whether the server ended it in the middle, or by RST while it was idle. */
    private static boolean isCutByServer(ConnectionLife life, Closing closing) {
        if (closing.cause() == CloseCause.STOPPED) {
            return closing.decidedBy() == DecidedBy.SERVER;
        }
        Moment rst = life.fromServer().rst();
        boolean reset = rst != null && rst.equals(life.ending().first());
        return reset
                && switch (closing.cause()) {
                    case DRAIN, TRUNCATED, NO_RESPONSE, UNKNOWN -> true;
                    // A RST right after an exchange is how this server closes, and no event.
                    case ABORT -> life.ending().quietNanos() > 100_000_000;
                    default -> false;
                };
    }

    /** Whether the server closed it between exchanges, and no timeout is known to be the reason. */
    private static boolean isEndOfIdleByServer(Closing closing) {
        return closing.decidedBy() == DecidedBy.SERVER
                && (closing.cause() == CloseCause.LATE_REQUEST
                        || closing.cause() == CloseCause.DRAIN);
    }

    /** Connections that this side has left in CLOSE_WAIT. */
    public CloseWaits closeWaits(Side side) {
        return closeWaits.getOrDefault(side, new CloseWaits());
    }

    /** Connections that the server cut off, and whether many at one moment. */
    public Bursts cuts() {
        return cuts;
    }

    /** Connections that the server closed between exchanges, and whether several at one moment. */
    public Bursts idleEnds() {
        return idleEnds;
    }

    /** What was spoken where no HTTP/1 was. */
    public Carried carried() {
        return carried;
    }

    /** Connections on which the server said something, whatever that was. */
    public long answered() {
        return answered;
    }

    /** Connections that show {@link Trait#HALF_OPEN}, by the moment of their opening. */
    public Series halfOpened() {
        return halfOpened;
    }

    /** When servers first left something unanswered, on connections on which they vanished. */
    public Series vanished() {
        return vanished;
    }

    /** Segments sent again, by either side. */
    public long retransmissions() {
        return retransmissions;
    }

    /**
     * Segments with data of either side, at least: each message is one, and so are so many bytes.
     */
    public long segments() {
        return byClient.segments + byServer.segments;
    }

    /** How many of them were sent again, of the side that lost more, from 0 to 1. */
    public double lostShare() {
        return Math.max(byClient.lostShare(), byServer.lostShare());
    }

    /** TLS handshakes that failed, by how; most frequent first. */
    public List<FailedAlike> tlsFailures() {
        return tlsFailures.entrySet().stream()
                .map(entry -> new FailedAlike(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparingLong((FailedAlike one) -> one.samples().count())
                                .reversed()
                                .thenComparing(one -> one.failure().toString()))
                .toList();
    }
}
