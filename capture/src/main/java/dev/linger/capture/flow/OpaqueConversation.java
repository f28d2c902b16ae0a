package dev.linger.capture.flow;

import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;

/** Nothing that can be read: no payload yet, payload that was not captured, another protocol. */
enum OpaqueConversation implements Conversation {
    NOTHING(new Talk.Nothing(), Phase.UNUSED),
    UNSEEN(new Talk.Unseen(), Phase.UNKNOWN),
    OTHER(new Talk.Other(), Phase.UNKNOWN);

    private final Talk talk;
    private final Phase phase;

    OpaqueConversation(Talk talk, Phase phase) {
        this.talk = talk;
        this.phase = phase;
    }

    @Override
    public void bytes(Side side, byte[] bytes, int from, int to, long position, Now at) {}

    @Override
    public void missing(Side side, long bytes) {}

    @Override
    public void ended(Side side, Now at) {}

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public void firstClose() {}

    @Override
    public Talk talk(long acknowledgedByServer, boolean serverClosed) {
        return talk;
    }
}
