package dev.linger.server;

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

/** The life of a connection as its server saw it. Moments have no packet, so its number is 0. */
final class LifeOf {
    private static final String WITHOUT_CLOSE_NOTIFY =
            "the client's FIN came without close_notify, so others may have cut what it sent";

    private final Account account;
    private final Reason reason;
    private final long epoch;
    private final long now;

    /**
     * @param epoch what makes the loop's clock nanoseconds since 1970
     * @param now nanoseconds of the loop's clock
     */
    LifeOf(Account account, Reason reason, long epoch, long now) {
        this.account = account;
        this.reason = reason;
        this.epoch = epoch;
        this.now = now;
    }

    JudgedLife of(long number, InetSocketAddress client, InetSocketAddress server) {
        ConnectionLife life =
                new ConnectionLife(
                        number,
                        endpoint(client),
                        endpoint(server),
                        SeenBy.SERVER,
                        moment(account.opened),
                        new Opening(null, null, moment(account.opened), 0, 0, null, -1),
                        fromClient(),
                        fromServer(),
                        talk(),
                        ending(),
                        List.of());
        return new JudgedLife(life, verdict());
    }

    private Verdict verdict() {
        CloseCause cause = reason.cause();
        boolean guessed =
                reason.decidedBy() == DecidedBy.CLIENT
                        && (cause == CloseCause.SURPLUS
                                || cause == CloseCause.IDLE_TIMEOUT
                                || (cause == CloseCause.CLOSE_REQUESTED
                                        && account.mayNotHaveHeard));
        return new Verdict(
                new Closing(
                        reason.cause(),
                        reason.decidedBy(),
                        account.closedFirst,
                        manner(),
                        reason.phase()),
                guessed ? Confidence.LIKELY : Confidence.CERTAIN,
                List.of(new Evidence(moment(firstEnd()), reason.says())),
                account.isAbrupt() ? List.of(WITHOUT_CLOSE_NOTIFY) : List.of());
    }

    private Manner manner() {
        if (account.silent) {
            return account.closedFirst == ClosedFirst.NOBODY ? Manner.SILENCE : Manner.HALF_CLOSED;
        }
        if (account.clientReset != 0 || account.serverReset != 0) {
            return Manner.RESET;
        }
        if (account.closedFirst == ClosedFirst.NOBODY) {
            return Manner.OPEN;
        }
        // A server that does not wait for the client's FIN leaves it to the kernel; it comes.
        return account.unanswered ? Manner.HALF_CLOSED : Manner.FIN;
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
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }

    private Half fromClient() {
        return half(
                account.wireIn(),
                account.firstIn,
                account.lastIn,
                account.clientFin,
                account.clientReset);
    }

    private Half fromServer() {
        return half(
                account.wireOut(),
                account.firstOut,
                account.lastOut,
                account.serverFin,
                account.serverReset);
    }

    private Half half(long bytes, long first, long last, long fin, long reset) {
        return Half.ofSocket(
                bytes,
                momentOrNull(first),
                momentOrNull(last),
                momentOrNull(fin),
                momentOrNull(reset),
                0);
    }

    private Talk talk() {
        if (account.wireIn() == 0 && account.wireOut() == 0) {
            return new Talk.Nothing();
        }
        if (account.hasSealed() && account.requests() == 0) {
            return new Talk.Tls(account.wireOut() > 0, false, false, null, null, -1, null);
        }
        boolean asked = reason.cause() == CloseCause.CLOSE_REQUESTED;
        CloseOffer offer =
                new CloseOffer(account.requests(), false, moment(orNow(account.headEnded)));
        return new Talk.Http(
                account.requests(),
                account.responses(),
                Math.max(0, account.requests() - account.responses()),
                account.requests() == 0 ? null : lastExchange(),
                asked && reason.decidedBy() == DecidedBy.CLIENT ? offer : null,
                asked && reason.decidedBy() == DecidedBy.SERVER ? offer : null,
                -1,
                -1,
                null,
                null,
                false,
                false,
                Pauses.NONE,
                null,
                null,
                reason.cause() == CloseCause.LATE_REQUEST ? moment(account.lastIn) : null,
                false);
    }

    private Exchange lastExchange() {
        return new Exchange(
                account.requests(),
                account.method,
                account.status,
                momentOrNull(account.requestBegan),
                momentOrNull(account.headEnded),
                momentOrNull(account.requestEnded),
                momentOrNull(account.responseEnded),
                momentOrNull(account.responseEnded),
                momentOrNull(account.responseEnded),
                -1,
                account.requestBytes,
                -1,
                account.responseBytes,
                reason.cause() == CloseCause.BODY_UNTIL_CLOSE);
    }

    private Ending ending() {
        long lastPayload = Math.max(Math.max(account.lastIn, account.lastOut), account.opened);
        return new Ending(
                account.closedFirst,
                manner(),
                reason.phase() == Phase.UNKNOWN ? Phase.IDLE : reason.phase(),
                moment(firstEnd()),
                moment(now),
                Math.max(0, firstEnd() - lastPayload));
    }

    private long orNow(long at) {
        return at == 0 ? now : at;
    }

    private Moment moment(long at) {
        return new Moment(0, epoch + at);
    }

    private @Nullable Moment momentOrNull(long at) {
        return at == 0 ? null : moment(at);
    }

    /** The same as lives have it: IPv6 in its short form. */
    static Endpoint endpoint(InetSocketAddress address) {
        return Endpoint.of(address.getAddress().getAddress(), address.getPort());
    }
}
