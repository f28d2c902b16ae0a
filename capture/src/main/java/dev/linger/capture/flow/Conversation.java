package dev.linger.capture.flow;

import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection say to each other: sealed by protocol, told from the first
 * bytes.
 */
sealed interface Conversation permits HttpConversation, TlsConversation, OpaqueConversation {

    /**
     * Bytes of one side, in order.
     *
     * @param position offset of the first of them in that side's stream
     */
    void bytes(Side side, byte[] bytes, int from, int to, long position, Now at);

    /** The next bytes of this side are not in the capture. */
    void missing(Side side, long bytes, Now at);

    /** This side's stream has ended in order. */
    void ended(Side side, Now at);

    /**
     * The phase that the exchange is in.
     *
     * @param quietNanos since the last byte of either side; -1 where that is not known
     * @param at this packet
     */
    Phase phase(long quietNanos, Now at);

    /** The first FIN or RST was seen: the exchange in progress is the one that it concerns. */
    void firstClose();

    /**
     * What was said, once nothing more comes.
     *
     * @param acknowledgedByServer offset in the client's stream up to which the server's close
     *     acknowledged; -1 where that is not known
     * @param serverClosed the first FIN or RST of the server; null where it sent none
     */
    Talk talk(long acknowledgedByServer, @Nullable Moment serverClosed);
}
