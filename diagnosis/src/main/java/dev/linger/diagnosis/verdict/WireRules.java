package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** What flags and silence alone tell, whatever is spoken. */
final class WireRules {
    /** A server that turns a connection away does so at once. */
    private static final double AT_ONCE_SECONDS = 0.05;

    private static final int REPEATED_IN_VAIN = 3;

    private WireRules() {}

    static @Nullable Ruling refused(ConnectionLife life) {
        if (life.ending().manner() != Manner.REFUSED) {
            return null;
        }
        return Ruling.certain(life, CloseCause.REFUSED, DecidedBy.SERVER)
                .because(life.opening().syn(), "client sent SYN")
                .inPhase(Phase.CONNECTING);
    }

    static @Nullable Ruling unanswered(ConnectionLife life) {
        if (life.ending().manner() != Manner.SILENCE) {
            return null;
        }
        Opening opening = life.opening();
        boolean answered = opening.synAck() != null || life.fromServer().isSeen();
        Moment sent = life.fromClient().firstByte(); // with its SYN: TCP Fast Open (RFC 7413)
        boolean asked = opening.syns() > 0 && (sent == null || sent.equals(opening.syn()));
        if (answered || !asked) {
            return null;
        }
        Evidence error = life.fromClient().unreachable();
        if (error != null) {
            return Ruling.certain(life, CloseCause.UNANSWERED, DecidedBy.NETWORK)
                    .because(opening.syn(), "client sent SYN")
                    .because(error.at(), error.says())
                    .inPhase(Phase.CONNECTING);
        }
        return Ruling.certain(life, CloseCause.UNANSWERED, DecidedBy.NETWORK)
                .because(
                        opening.syn(),
                        opening.syns() == 1
                                ? "client sent SYN, nothing came back"
                                : "client sent SYN " + opening.syns() + " times, nothing came back")
                .inPhase(Phase.CONNECTING);
    }

    static @Nullable Ruling stillOpen(ConnectionLife life) {
        if (life.ending().manner() != Manner.OPEN) {
            return null;
        }
        if (isAnsweredUnseen(life)) {
            return Ruling.guess(life, CloseCause.OPEN, DecidedBy.UNKNOWN)
                    .because(life.ending().last(), Says.lastSeen(life) + "; no FIN, no RST")
                    .note("its end may be in the direction that the capture does not hold");
        }
        boolean isHalfOpened =
                life.opening().synAck() != null && life.opening().established() == null;
        Ruling ruling =
                (isHalfOpened
                                ? Ruling.likely(life, CloseCause.OPEN, DecidedBy.UNKNOWN)
                                : Ruling.certain(life, CloseCause.OPEN, DecidedBy.UNKNOWN))
                        .because(life.ending().last(), Says.lastSeen(life) + "; no FIN, no RST");
        String soFar = SoFar.of(life);
        return soFar.isEmpty() ? ruling : ruling.note(soFar);
    }

    /** Whether the capture lacks a direction in which something was sent. */
    private static boolean isAnsweredUnseen(ConnectionLife life) {
        Half client = life.fromClient();
        boolean goesOn = client.packets() > life.opening().syns();
        return life.seenBy() == SeenBy.CAPTURE
                && (!client.isSeen() || (!life.fromServer().isSeen() && goesOn));
    }

    /** Its ports were used again, or it was given up, before its end was seen. */
    static @Nullable Ruling endUnseen(ConnectionLife life) {
        if (life.ending().manner() != Manner.UNKNOWN || life.seenBy() != SeenBy.CAPTURE) {
            return null;
        }
        return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                .note("cannot tell from here: its end is not in the capture");
    }

    /** Of one direction only what its messages announce can be told. */
    static @Nullable Ruling oneDirection(ConnectionLife life) {
        if (life.fromClient().isSeen() && life.fromServer().isSeen()) {
            return null;
        }
        if (life.talk() instanceof Talk.Http http) {
            Ruling offered = CloseRules.offer(life, http);
            if (offered != null) {
                return offered;
            }
        }
        return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                .note(
                        life.seenBy() == SeenBy.KERNEL
                                ? "cannot tell from here: the kernel has no counters of one side"
                                : "cannot tell from here: the capture holds one direction only");
    }

    /** One side repeated itself to the end and nothing at all came back. */
    static @Nullable Ruling vanished(ConnectionLife life) {
        Ruling ruling = inVain(life, Side.CLIENT);
        return ruling != null ? ruling : inVain(life, Side.SERVER);
    }

    private static @Nullable Ruling inVain(ConnectionLife life, Side side) {
        Half half = life.from(side);
        boolean inVain =
                half.unanswered() >= REPEATED_IN_VAIN && life.from(side.opposite()).isSeen();
        if (!inVain || half.finAcknowledged() || hadClosed(life.from(side.opposite()), half)) {
            return null;
        }
        Ruling ruling =
                Ruling.likely(life, CloseCause.VANISHED, DecidedBy.NETWORK)
                        .because(
                                half.unansweredSince(),
                                side.word()
                                        + " repeated itself "
                                        + half.unanswered()
                                        + " times, "
                                        + side.opposite().word()
                                        + " answered nothing any more");
        Evidence error = half.unreachable();
        return error == null ? ruling : ruling.because(error.at(), error.says());
    }

    /** Whether this end had sent its FIN before the other repeated its own: it had been decided. */
    private static boolean hadClosed(Half half, Half other) {
        Moment fin = half.fin();
        Moment since = other.unansweredSince();
        return fin != null && since != null && other.fin() != null && fin.packet() < since.packet();
    }

    static @Nullable Ruling middlebox(ConnectionLife life) {
        Ruling ruling = strayReset(life, Side.CLIENT);
        return ruling != null ? ruling : strayReset(life, Side.SERVER);
    }

    private static @Nullable Ruling strayReset(ConnectionLife life, Side side) {
        Half half = life.from(side);
        Moment rst = half.rst();
        Moment after = half.afterRst();
        boolean isStray = half.strayRst() || after != null;
        if (!isStray || rst == null || !rst.equals(life.ending().first())) {
            return null;
        }
        Ruling ruling =
                Ruling.likely(life, CloseCause.MIDDLEBOX, DecidedBy.NETWORK)
                        .because(
                                rst,
                                "a RST in the name of the "
                                        + side.word()
                                        + (half.strayRst()
                                                ? " came over another number of hops (TTL) than its"
                                                        + " other packets"
                                                : " came, and did not end what it sent"));
        return after == null
                ? ruling
                : ruling.because(after, side.word() + " went on sending new data behind it");
    }

    static @Nullable Ruling unused(ConnectionLife life) {
        Ending ending = life.ending();
        Side closer = Closers.of(life);
        if (closer == Side.CLIENT && isSilent(life)) {
            return Ruling.certain(life, CloseCause.UNUSED, DecidedBy.CLIENT)
                    .because(
                            life.fromClient().fin(), "the client closed without having sent a byte")
                    .note("the server answered that close");
        }
        if (!(life.talk() instanceof Talk.Nothing) || closer == null) {
            return null;
        }
        boolean simultaneous = ending.closedFirst() == ClosedFirst.BOTH;
        Moment reached = life.opening().established();
        boolean turnedAway =
                closer == Side.SERVER
                        && reached != null
                        && ending.quietNanos() / 1e9 < AT_ONCE_SECONDS;
        if (turnedAway) {
            return (ending.manner() == Manner.RESET
                            ? Ruling.likely(life, CloseCause.OVER_LIMIT, DecidedBy.SERVER)
                            : Ruling.guess(life, CloseCause.OVER_LIMIT, DecidedBy.SERVER))
                    .because(reached, "the handshake was complete, no byte followed");
        }
        if (!life.opening().isSeen()) {
            return Ruling.guess(life, CloseCause.UNKNOWN, DecidedBy.UNKNOWN)
                    .note("cannot tell from here: the capture holds the closing only");
        }
        return Ruling.certain(
                        life,
                        CloseCause.UNUSED,
                        simultaneous ? DecidedBy.UNKNOWN : DecidedBy.of(closer))
                .because(
                        reached != null ? reached : life.opened(),
                        reached != null
                                ? "the handshake was complete, no byte followed"
                                : "the connection was never established");
    }

    /** Whether the client sent nothing: some servers answer that with 400 when it closes. */
    private static boolean isSilent(ConnectionLife life) {
        Moment fin = life.fromClient().fin();
        Moment answer = life.fromServer().firstByte();
        return life.opening().isSeen()
                && fin != null
                && life.fromClient().bytes() == 0
                && answer != null
                && answer.isAfter(fin);
    }
}
