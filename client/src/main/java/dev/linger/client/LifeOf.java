package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.CloseOffer;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Ending;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.Exchange;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Pauses;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The life of a connection as its client saw it. Moments have no packet, so its number is 0. */
final class LifeOf {
    /** What makes System.nanoTime nanoseconds since 1970. */
    private static final long EPOCH =
            Math.multiplyExact(System.currentTimeMillis(), 1_000_000L) - System.nanoTime();

    private final Account account;
    private final Reason reason;
    private final long unacknowledged;
    private final long now;

    /**
     * @param unacknowledged bytes of the last request that the kernel says were never acknowledged;
     *     0 where it was not asked
     * @param now nanoseconds of System.nanoTime
     */
    LifeOf(Account account, Reason reason, long unacknowledged, long now) {
        this.account = account;
        this.reason = reason;
        this.unacknowledged = unacknowledged;
        this.now = now;
    }

    JudgedLife of(long number, InetSocketAddress client, InetSocketAddress server) {
        Moment opened = moment(account.opened);
        ConnectionLife life =
                new ConnectionLife(
                        number,
                        endpoint(client),
                        endpoint(server),
                        SeenBy.CLIENT,
                        opened,
                        new Opening(null, null, opened, 0, 0, null, -1),
                        fromClient(),
                        fromServer(),
                        talk(),
                        ending(),
                        List.of());
        return new JudgedLife(life, verdict());
    }

    private Verdict verdict() {
        boolean seenFromAfar =
                reason.decidedBy() == DecidedBy.SERVER
                        && switch (reason.cause()) {
                            case SURPLUS, IDLE_TIMEOUT, NO_RESPONSE, UNKNOWN -> true;
                            default -> false;
                        };
        return new Verdict(
                new Closing(
                        reason.cause(),
                        reason.decidedBy(),
                        account.closedFirst,
                        manner(),
                        reason.phase()),
                seenFromAfar ? Confidence.LIKELY : Confidence.CERTAIN,
                List.of(new Evidence(moment(firstEnd()), reason.says())),
                List.of());
    }

    private Manner manner() {
        if (account.clientReset != 0 || account.serverReset != 0) {
            return Manner.RESET;
        }
        if (account.closedFirst == ClosedFirst.NOBODY) {
            return Manner.OPEN;
        }
        // A client that does not wait for the server's FIN leaves it to the kernel; it comes.
        return Manner.FIN;
    }

    private long firstEnd() {
        long first =
                earlier(
                        earlier(account.clientFin, account.clientReset),
                        earlier(account.serverFin, account.serverReset));
        return first == 0 ? now : first;
    }

    /** The earlier one of those that happened; 0 where none did. */
    private static long earlier(long one, long other) {
        if (one == 0 || other == 0) {
            return one == 0 ? other : one;
        }
        return one - other < 0 ? one : other;
    }

    private Half fromClient() {
        return half(
                account.bytesOut,
                account.firstOut,
                account.lastOut,
                account.clientFin,
                account.clientReset,
                unacknowledged);
    }

    private Half fromServer() {
        return half(
                account.bytesIn,
                account.firstIn,
                account.lastIn,
                account.serverFin,
                account.serverReset,
                0);
    }

    private Half half(long bytes, long first, long last, long fin, long reset, long unacked) {
        return Half.ofSocket(
                bytes,
                momentOrNull(first),
                momentOrNull(last),
                momentOrNull(fin),
                momentOrNull(reset),
                unacked);
    }

    private Talk talk() {
        if (account.bytesIn == 0 && account.bytesOut == 0) {
            return new Talk.Nothing();
        }
        boolean asked = reason.cause() == CloseCause.CLOSE_REQUESTED;
        CloseOffer offer =
                new CloseOffer(account.requests, false, moment(orNow(account.headEnded)));
        return new Talk.Http(
                account.requests,
                account.responses,
                Math.max(0, account.requests - account.responses),
                account.requests == 0 ? null : lastExchange(),
                asked && reason.decidedBy() == DecidedBy.CLIENT ? offer : null,
                asked && reason.decidedBy() == DecidedBy.SERVER ? offer : null,
                account.hintTimeout,
                account.hintMax,
                null,
                null,
                false,
                false,
                Pauses.NONE,
                null,
                null,
                reason.cause() == CloseCause.LATE_REQUEST ? moment(account.requestBegan) : null,
                false);
    }

    private Exchange lastExchange() {
        return new Exchange(
                account.requests,
                account.method,
                account.status,
                momentOrNull(account.requestBegan),
                momentOrNull(account.requestEnded),
                momentOrNull(account.requestEnded),
                momentOrNull(account.responseBegan),
                momentOrNull(account.headEnded),
                momentOrNull(account.responseEnded),
                -1,
                account.requestBytes,
                -1,
                account.responseBytes,
                reason.cause() == CloseCause.BODY_UNTIL_CLOSE);
    }

    private Ending ending() {
        long lastPayload = account.opened;
        lastPayload = account.lastOut == 0 ? lastPayload : later(lastPayload, account.lastOut);
        lastPayload = account.lastIn == 0 ? lastPayload : later(lastPayload, account.lastIn);
        return new Ending(
                account.closedFirst,
                manner(),
                reason.phase() == Phase.UNKNOWN ? Phase.IDLE : reason.phase(),
                moment(firstEnd()),
                moment(now),
                Math.max(0, firstEnd() - lastPayload));
    }

    private static long later(long one, long other) {
        return one - other < 0 ? other : one;
    }

    private long orNow(long at) {
        return at == 0 ? now : at;
    }

    private static Moment moment(long at) {
        return new Moment(0, EPOCH + at);
    }

    private static @Nullable Moment momentOrNull(long at) {
        return at == 0 ? null : moment(at);
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return Endpoint.of(address.getAddress().getAddress(), address.getPort());
    }
}
