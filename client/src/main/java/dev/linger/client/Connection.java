package dev.linger.client;

import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.MessageWriter;
import dev.linger.http.Strictness;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import dev.linger.linux.OwnSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection and what is read from it and written to it. It belongs to one thread at a time: to
 * the call that carries its exchange, or to who holds it while it is idle.
 */
final class Connection {
    private static final int IN_BYTES = 16 << 10;

    /** A buffer that grew larger is given up with its exchange. */
    private static final int MOST_KEPT = 1 << 20;

    private static final int OUT_BYTES = 1 << 10;

    /** Who may touch it. */
    enum Holder {
        /** A call. */
        CALL,
        /** Nobody: it lies on its shelf. */
        SHELF,
        /** {@link Upkeep} looks at it. */
        UPKEEP,
        /** The same, and a call has taken it off its shelf meanwhile, and gone on without it. */
        UPKEEP_OFF_SHELF,
        /** It is over. */
        NOBODY
    }

    final Route route;
    final long number;
    final Wire wire;
    final Account account;
    final MessageWriter out = new MessageWriter(OUT_BYTES);
    final AtomicReference<Holder> holder = new AtomicReference<>(Holder.CALL);

    private final InetSocketAddress local;
    private final InetSocketAddress server;
    private final Limits limits;

    /** Reads the responses; another one once a head was mended. */
    MessageReader reader;

    byte[] in = new byte[IN_BYTES];
    int from;
    int to;

    /** When it is too old for another exchange. */
    final long oldAt;

    /** What is left of the server's {@code Keep-Alive: max=}. */
    int exchangesLeft = Integer.MAX_VALUE;

    volatile @Nullable OwnSocket named;

    Connection(Route route, long number, Wire wire, long opened, long age, Limits limits)
            throws IOException {
        this.route = route;
        this.number = number;
        this.wire = wire;
        this.account = new Account(opened);
        this.limits = limits;
        this.oldAt = opened + age;
        this.local = (InetSocketAddress) wire.channel().getLocalAddress();
        this.server = (InetSocketAddress) wire.channel().getRemoteAddress();
        this.reader = MessageReader.responses(Strictness.STRICT, limits);
    }

    /** Our own end. */
    InetSocketAddress local() {
        return local;
    }

    /** The address that was connected to. */
    InetSocketAddress server() {
        return server;
    }

    int mostHeadBytes() {
        return limits.headBytes();
    }

    int mostLineBytes() {
        return limits.startLineBytes();
    }

    /** Puts this in the place of a head that ends there, to be read from its beginning. */
    void replaceHead(byte[] head, int end) {
        int rest = to - end;
        byte[] bytes = new byte[Math.max(in.length, head.length + rest)];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(in, end, bytes, head.length, rest);
        in = bytes;
        from = 0;
        to = head.length + rest;
        reader = MessageReader.responses(Strictness.STRICT, limits);
    }

    /** What an early answer needed is not kept while it is idle; all that came is read. */
    void giveUpRoom() {
        if (in.length > MOST_KEPT) {
            in = new byte[IN_BYTES];
            from = 0;
            to = 0;
        }
    }

    /** Puts what is not read yet to the beginning of the buffer, and makes room behind it. */
    void makeRoom() {
        if (from == to) {
            from = 0;
            to = 0;
        } else if (to == in.length && from > 0) {
            System.arraycopy(in, from, in, 0, to - from);
            to -= from;
            from = 0;
        } else if (to == in.length) {
            in = java.util.Arrays.copyOf(in, in.length * 2);
        }
    }

    /**
     * What has become of it while it was idle; null where it can carry an exchange. Takes one look
     * without waiting.
     */
    @Nullable Reason look(long now) {
        long idle = now - account.lastUse();
        try {
            int count = wire.readNow(in, 0, 1);
            if (count == 0) {
                return null;
            }
            if (count > 0) {
                account.received(count, now);
                return Reason.client(
                        CloseCause.BAD_MESSAGE,
                        Phase.IDLE,
                        "the server sent bytes that answer no request, "
                                + Wording.duration(idle)
                                + " after response "
                                + account.responses);
            }
            account.serverFin(now);
            return Reason.server(
                    idle < 100_000_000L ? CloseCause.SURPLUS : CloseCause.IDLE_TIMEOUT,
                    Phase.IDLE,
                    "the server closed within "
                            + Wording.duration(idle)
                            + " after response "
                            + account.responses);
        } catch (SSLException e) {
            return Failures.ofTls(e, Phase.IDLE);
        } catch (IOException _) {
            account.serverReset(now);
            return Reason.server(
                    CloseCause.ABORT, Phase.IDLE, "the server reset the idle connection");
        } catch (RuntimeException e) { // of a security provider
            return Reason.client(
                    CloseCause.ABANDONED, Phase.IDLE, "a look at the idle connection failed: " + e);
        }
    }

    /**
     * Notes the server's FIN where it has come by now: then ours is not the first. For who holds
     * the connection alone.
     */
    void noteFin() {
        try {
            // Under TLS the end is announced by bytes.
            boolean hasMore = wire.session() == null && wire.hasUnread();
            if (!hasMore && wire.readNow(in, 0, 1) < 0) {
                account.serverFin(System.nanoTime());
            }
        } catch (SSLException | RuntimeException _) {
            // What came is no end.
        } catch (IOException _) {
            account.serverReset(System.nanoTime());
        }
    }

    /** Ends it, once; null where it had ended before. */
    @Nullable JudgedLife end(Reason reason, long unacknowledged) {
        if (holder.getAndSet(Holder.NOBODY) == Holder.NOBODY) {
            return null;
        }
        long now = System.nanoTime();
        boolean isFirst = account.serverReset == 0 && account.serverFin == 0;
        if (isFirst && reason.cause() == CloseCause.WRITE_TIMEOUT) {
            // Behind what the server does not take, a FIN would never leave.
            wire.resetOnClose();
            account.clientReset(now);
        } else if (isFirst && wire.hasUnread()) {
            account.clientReset(now);
        } else if (account.serverReset == 0) {
            account.clientFin(now);
        }
        wire.close();
        return new LifeOf(account, reason, unacknowledged, now).of(number, local, server);
    }

    /** {@code idle 60.0 s, use 7}, for a sentence. */
    String history() {
        return account.idleBefore < 0
                ? "first use"
                : "idle " + Wording.duration(account.idleBefore) + ", use " + account.requests;
    }
}
