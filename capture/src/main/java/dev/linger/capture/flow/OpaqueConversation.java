package dev.linger.capture.flow;

import dev.linger.http.Resemblance;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** One that cannot be read: no payload yet, payload that was not captured, another protocol. */
record OpaqueConversation(Talk talk, Phase phase) implements Conversation {
    static final OpaqueConversation NOTHING =
            new OpaqueConversation(new Talk.Nothing(), Phase.UNUSED);
    static final OpaqueConversation UNSEEN =
            new OpaqueConversation(new Talk.Unseen(), Phase.UNKNOWN);
    static final OpaqueConversation OTHER =
            new OpaqueConversation(new Talk.Other(false), Phase.UNKNOWN);
    static final OpaqueConversation HTTP2 =
            new OpaqueConversation(new Talk.Other(true), Phase.UNKNOWN);

    static boolean isNothing(Conversation conversation) {
        return conversation instanceof OpaqueConversation opaque
                && opaque.talk instanceof Talk.Nothing;
    }

    /**
     * Where the first bytes of either end begin, after what a proxy may say before them, and after
     * the empty lines that a server passes over before a request (RFC 9112, section 2.2).
     */
    int begin(byte[] bytes, int from, int to) {
        if (!isNothing(this)) {
            return from;
        }
        int begin = ProxyHeader.end(bytes, from, to);
        int behind = begin;
        while (behind < to && (bytes[behind] == '\r' || bytes[behind] == '\n')) {
            behind++;
        }
        return Resemblance.isRequest(bytes, behind, to) ? behind : begin;
    }

    /** Where another protocol was spoken, "RETR /a" is a command of it and no request. */
    boolean isFollowedByRequest(byte[] bytes, int from, int to) {
        return talk instanceof Talk.Other
                ? Resemblance.isLaterRequest(bytes, from, to)
                : Resemblance.isRequest(bytes, from, to);
    }

    @Override
    public Phase phase(long quietNanos, Now at) {
        return phase;
    }

    @Override
    public void bytes(Side side, byte[] bytes, int from, int to, long position, Now at) {}

    @Override
    public void missing(Side side, long bytes, Now at) {}

    @Override
    public void ended(Side side, Now at) {}

    @Override
    public void firstClose() {}

    @Override
    public Talk talk(long acknowledgedByServer, @Nullable Moment serverClosed) {
        return talk;
    }
}
