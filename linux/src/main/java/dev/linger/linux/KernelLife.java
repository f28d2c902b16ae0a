package dev.linger.linux;

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

/** Makes the life of a connection from what the kernel showed of its ends. */
final class KernelLife {
    private final EndedConnection connection;
    private final WhoClosed closed;
    private final @Nullable Side closer;
    private final @Nullable EndedSocket counted;

    KernelLife(EndedConnection connection) {
        this.connection = connection;
        closed = WhoClosed.of(connection);
        closer =
                switch (closed.first()) {
                    case CLIENT -> Side.CLIENT;
                    case SERVER -> Side.SERVER;
                    case BOTH -> connection.sideOfFirst;
                    case NOBODY, UNKNOWN -> null;
                };
        counted = counted();
    }

    /** The end that knows best when the connection was idle: the closer's, where that is there. */
    private @Nullable EndedSocket counted() {
        EndedSocket closers = closer == null ? null : connection.end(closer);
        if (closers != null && closers.isCounted()) {
            return closers;
        }
        EndedSocket second = connection.second;
        return connection.first.isCounted()
                ? connection.first
                : second != null && second.isCounted() ? second : null;
    }

    ConnectionLife toLife(long number) {
        EndedSocket first = connection.first;
        boolean isClient = connection.sideOfFirst == Side.CLIENT;
        boolean unused = isUnused();
        Moment opened = moment(openedNanos(unused));
        return new ConnectionLife(
                number,
                isClient ? first.local : first.opposite,
                isClient ? first.opposite : first.local,
                SeenBy.KERNEL,
                opened,
                opening(opened, unused),
                half(Side.CLIENT),
                half(Side.SERVER),
                unused ? new Talk.Nothing() : counts(),
                ending(unused),
                notes(unused));
    }

    private boolean isUnused() {
        EndedSocket second = connection.second;
        EndedSocket known = counted;
        return known != null && known.wasSilent() && (second == null || !spoke(second));
    }

    private static boolean spoke(EndedSocket end) {
        return end.isCounted() && !end.wasSilent();
    }

    private Talk counts() {
        return new Talk.Counted(unread(Side.CLIENT), unread(Side.SERVER), isDiscarded());
    }

    private boolean isDiscarded() {
        return closer != null && connection.discarded(closer);
    }

    private long unread(Side side) {
        EndedSocket end = connection.end(side);
        return end == null || !end.isCounted() ? -1 : end.unread(finCameTo(side));
    }

    /** Whether the FIN of the opposite side reached this side's end before that was over. */
    private boolean finCameTo(Side side) {
        EndedSocket end = connection.end(side);
        if (end != null && end.wasSilent() && end.received == 1) {
            return true;
        }
        Side opposite = side.opposite();
        if (connection.finAcknowledged(opposite)) {
            return end == null || end.leftover() != Leftover.FIN_WAIT2;
        }
        return closer == opposite && closed.manner() == Manner.FIN;
    }

    private long openedNanos(boolean unused) {
        long earliest = Long.MAX_VALUE;
        for (Side side : Side.values()) {
            EndedSocket end = connection.end(side);
            if (end != null && end.before != null) {
                earliest = Math.min(earliest, end.before.firstSeenNanos);
            }
        }
        EndedSocket known = counted;
        if (known != null && !known.neverConnected() && (unused || earliest == Long.MAX_VALUE)) {
            // Unused, its last byte is its beginning.
            earliest = Math.min(earliest, known.lastByteNanos());
        }
        return Math.min(earliest, connection.first.atNanos);
    }

    private Opening opening(Moment opened, boolean unused) {
        EndedSocket end = connection.first;
        int syns = end.neverConnected() ? (int) end.segmentsSent : 0;
        Moment syn = end.neverConnected() ? opened : null;
        Moment established = unused && !end.neverConnected() ? opened : null;
        return new Opening(syn, null, established, syns, 0, null, -1);
    }

    private long firstNanos() {
        Side first = closer;
        EndedSocket end = first == null ? connection.first : connection.end(first);
        if (end != null && end.isCounted() && first != null) {
            return end.finAcknowledged(first) ? end.lastAnswerNanos() : end.atNanos;
        }
        EndedSocket seen = connection.first;
        RememberedSocket before = seen.before;
        if (before == null) {
            return seen.atNanos;
        }
        if (before.finCameNanos >= 0) {
            return before.finCameNanos;
        }
        return isResetUnseen() ? before.lastSeenNanos : seen.atNanos;
    }

    /**
     * Whether the opposite end sent a RST some time before the owner of this one closed what that
     * had left of it: the kernel tells of an end only then.
     */
    private boolean isResetUnseen() {
        EndedSocket seen = connection.first;
        boolean isOpposites = closer != null && connection.end(closer) == null;
        boolean finCame = seen.before != null && seen.before.finCameNanos >= 0;
        return isOpposites && closed.manner() == Manner.RESET && seen.absent && !finCame;
    }

    private Ending ending(boolean unused) {
        boolean none = closed.first() == ClosedFirst.NOBODY;
        long first = firstNanos();
        EndedSocket known = counted;
        long quiet =
                none || known == null || known.neverConnected() || isResetUnseen()
                        ? -1
                        : Math.max(0, first - known.lastByteNanos());
        EndedSocket second = connection.second;
        long last = Math.max(connection.first.atNanos, second == null ? 0 : second.atNanos);
        Phase phase =
                connection.first.neverConnected()
                        ? Phase.CONNECTING
                        : unused ? Phase.UNUSED : Phase.UNKNOWN;
        Moment firstMoment = none ? null : moment(first);
        return new Ending(closed.first(), closed.manner(), phase, firstMoment, moment(last), quiet);
    }

    private Half half(Side side) {
        EndedSocket end = connection.end(side);
        boolean acknowledged = connection.finAcknowledged(side) || finCameTo(side.opposite());
        Moment close = moment(side == closer ? firstNanos() : connection.first.atNanos);
        Moment fin = acknowledged ? close : null;
        Moment rst = !acknowledged && sentRst(side) ? close : null;
        return end != null && end.isCounted()
                ? own(end, fin, rst)
                : asReceived(connection.end(side.opposite()), finCameTo(side.opposite()), fin, rst);
    }

    /**
     * Whether this side, whose FIN was not acknowledged, sent the RST. Of an end that was not seen
     * it is not known: data that comes after a close is answered by a RST of the closer's kernel.
     */
    private boolean sentRst(Side side) {
        boolean reset = closed.manner() == Manner.RESET || closed.manner() == Manner.REFUSED;
        boolean isSeen = connection.end(side) != null || connection.discarded(side);
        boolean answersFin = isSeen && closer != null && connection.finAcknowledged(closer);
        return reset && (side == closer || answersFin);
    }

    private Half own(EndedSocket end, @Nullable Moment fin, @Nullable Moment rst) {
        boolean inVain = end.unanswered > 0 && closed.manner() == Manner.SILENCE;
        return new Half(
                end.segmentsSent,
                end.bytesSent(),
                0,
                null,
                end.bytesSent() == 0 ? null : moment(end.lastByteNanos()),
                fin,
                false,
                fin != null,
                rst,
                false,
                false,
                null,
                null,
                (int) end.retransmissions,
                inVain ? moment(end.lastAnswerNanos()) : null,
                inVain ? end.unanswered : 0,
                null,
                0,
                fin == null ? end.sendQueue : 0);
    }

    /** What one side sent, as the opposite side's end counted it. */
    private static Half asReceived(
            @Nullable EndedSocket by, boolean finCame, @Nullable Moment fin, @Nullable Moment rst) {
        if (by == null || !by.isCounted()) {
            return sent(0, -1, null, fin, rst);
        }
        long bytes = Math.max(0, by.received - (finCame ? 1 : 0));
        Moment lastByte = bytes == 0 ? null : moment(by.lastByteNanos());
        return sent(by.segmentsReceived, bytes, lastByte, fin, rst);
    }

    private static Half sent(
            long segments,
            long bytes,
            @Nullable Moment lastByte,
            @Nullable Moment fin,
            @Nullable Moment rst) {
        boolean acknowledged = fin != null;
        return new Half(
                segments,
                bytes,
                0,
                null,
                lastByte,
                fin,
                false,
                acknowledged,
                rst,
                false,
                false,
                null,
                null,
                0,
                null,
                0,
                null,
                0,
                0);
    }

    private List<String> notes(boolean unused) {
        List<String> notes = new ArrayList<>(4);
        notes.add(closed.because());
        Side only = connection.onlyEnd();
        if (only != null) {
            notes.add("only the " + only.word() + "'s end was seen");
        }
        if (connection.sideGuessed) {
            notes.add("the server is taken to be the end with the lower port");
        }
        RememberedSocket before = connection.first.before;
        if (before == null && !unused) {
            notes.add("no look at the socket table met it: it is older than its last byte");
        } else if (before != null && before.older) {
            notes.add("it is older than the first look at the socket table");
        }
        if (isResetUnseen()) {
            notes.add("when the RST came is not known: the program closed its socket later");
        }
        boolean closersEnd = closer != null && connection.end(closer) != null;
        boolean waited = before != null && before.finCameNanos >= 0;
        if (closer != null && !closersEnd && !waited && closed.manner() == Manner.FIN) {
            notes.add("when the first FIN came is not known: not after the second one");
        }
        return notes;
    }

    private static Moment moment(long nanos) {
        return new Moment(0, nanos);
    }
}
