package dev.linger.capture.flow;

import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** TLS on both directions: hello, alerts, whether application data flowed. */
final class TlsConversation implements Conversation {
    private static final long AT_ONCE_NANOS = 1_000_000_000;

    private final TlsRecords fromClient = new TlsRecords();
    private final TlsRecords fromServer = new TlsRecords();
    private final boolean fromTheStart;

    /** The last record of each side, where it may be the alert that announces the close. */
    private @Nullable Moment clientAlert;

    private @Nullable Moment serverAlert;
    private long lastDataPacket;
    private long lastDataNanos;

    /** The server said more than an alert behind what the client's handshake ends with. */
    private boolean serverWentOn;

    private boolean clientEndedFirst;

    /**
     * @param fromTheStart whether its handshake is seen, and not only what came later
     */
    TlsConversation(boolean fromTheStart) {
        this.fromTheStart = fromTheStart;
    }

    /** One that begins with these bytes; null where they are no TLS. */
    static @Nullable TlsConversation begunBy(
            byte[] bytes, int from, int to, boolean handshakeSeen) {
        if (TlsRecords.looksLike(bytes, from, to)) {
            return new TlsConversation(true);
        }
        return !handshakeSeen && TlsRecords.looksLikeData(bytes, from, to)
                ? new TlsConversation(false)
                : null;
    }

    @Override
    public void bytes(Side side, byte[] bytes, int from, int to, long position, Now at) {
        TlsRecords records = from(side);
        int before = records.alerts();
        Moment alert = alert(side);
        records.read(bytes, from, to);
        serverWentOn |=
                side == Side.SERVER && records.hasReadData() && fromClient.dataRecords() > 0;
        if (!records.endsByAlert()) {
            lastData(at.packet, at.atNanos);
            alert = null;
        } else if (records.alerts() > before) {
            if (records.hasReadData()) {
                lastData(at.packet, at.atNanos);
            } else if (alert != null) {
                lastData(alert.packet(), alert.atNanos());
            }
            alert = at.moment();
        }
        if (side == Side.CLIENT) {
            clientAlert = alert;
        } else {
            serverAlert = alert;
        }
    }

    private void lastData(long packet, long atNanos) {
        lastDataPacket = packet;
        lastDataNanos = atNanos;
    }

    /** Whether a server that does not speak TLS may have the ClientHello, and has not answered. */
    boolean mayBeMisdirected() {
        return fromTheStart && fromServer.isUnbegun();
    }

    private @Nullable Moment alert(Side side) {
        return side == Side.CLIENT ? clientAlert : serverAlert;
    }

    /** The side whose alert came first; null where none has sent one. */
    private @Nullable Side alertBy() {
        Moment byServer = serverAlert;
        if (clientAlert == null) {
            return byServer == null ? null : Side.SERVER;
        }
        return byServer == null || byServer.isAfter(clientAlert) ? Side.CLIENT : Side.SERVER;
    }

    /** When the last bytes came that were not the alert that announces the close. */
    long lastDataNanos() {
        return lastDataNanos;
    }

    @Override
    public void missing(Side side, long bytes, Now at) {
        from(side).missing(bytes);
    }

    @Override
    public void ended(Side side, Now at) {
        clientEndedFirst |= side == Side.CLIENT && serverAlert == null;
    }

    @Override
    public Phase phase(long quietNanos, Now at) {
        boolean mayHaveData = fromClient.hasLost() || fromServer.hasLost();
        return hasApplicationData() || mayHaveData ? Phase.UNKNOWN : Phase.CONNECTING;
    }

    @Override
    public void firstClose() {}

    @Override
    public Talk talk(long acknowledgedByServer, @Nullable Moment serverClosed) {
        Side by = alertBy();
        return new Talk.Tls(
                fromServer.hasServerHello(),
                hasApplicationData(),
                isComplete(),
                by,
                by == null ? null : alert(by),
                by == null ? -1 : from(by).alertCode(),
                lastDataNanos == 0 ? null : new Moment(lastDataPacket, lastDataNanos));
    }

    /**
     * Whether the client sent application data that was not in vain. TLS 1.3 hides the end of its
     * handshake in such a record, its first one (RFC 8446, section 2).
     */
    private boolean hasApplicationData() {
        int ofHandshake = fromClient.hasFinished() ? 0 : 1;
        return !fromTheStart || (fromClient.dataRecords() > ofHandshake && !isRefused());
    }

    private boolean isComplete() {
        boolean hidden = !fromClient.hasFinished() && fromClient.dataRecords() > 0;
        return hidden ? !isRefused() : fromClient.hasFinished() && fromServer.hasFinished();
    }

    /**
     * Whether the server answered the end of a handshake of TLS 1.3 at once, and by an alert alone:
     * a client whose certificate is refused learns it only then, and may have sent its request.
     */
    private boolean isRefused() {
        Moment alert = serverAlert;
        return alert != null
                && !fromClient.hasFinished()
                && fromClient.dataRecords() > 0
                && !serverWentOn
                && !clientEndedFirst
                && alertBy() == Side.SERVER
                && alert.atNanos() - lastDataNanos < AT_ONCE_NANOS;
    }

    private TlsRecords from(Side side) {
        return side == Side.CLIENT ? fromClient : fromServer;
    }
}
