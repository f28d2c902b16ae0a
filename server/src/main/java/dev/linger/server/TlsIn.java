package dev.linger.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What comes on a connection that speaks TLS: the handshake, whose calculations are done beside the
 * loop ({@link Handshakes}), and then records, which are decrypted on the loop in its own buffers.
 * Only what is no whole record is kept. Belongs to the loop's thread.
 */
final class TlsIn {
    private static final byte[] NOTHING = {};
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    /** Type, version and length of a record (RFC 8446, section 5.1). */
    private static final int HEADER_BYTES = 5;

    /** In TLS 1.3 an alert or a KeyUpdate looks like data, but is short. */
    private static final int MOST_OF_ITS_OWN = 64;

    /** Type, version and length of the record, then the alert's level and its description. */
    private static final int ALERT_BYTES = 7;

    private static final String TLS13 = "TLSv1.3";

    /** A suite of TLS 1.3, on which no connection of TLS 1.2 can agree once more. */
    private static final String[] NO_RENEGOTIATION = {"TLS_AES_128_GCM_SHA256"};

    private final SSLEngine engine;
    private final TlsOut out;
    private final TlsWire wire;
    private final ServerLoop loop;
    private final TlsBuffers buffers;

    /** Received bytes that are no whole record, or whose turn has not come. */
    private byte[] held = NOTHING;

    private boolean calculating;
    private boolean secure;
    private boolean isBeforeTls13;
    private boolean renegotiates;

    /** Nothing is taken any more; who still waits to calculate sees it from a thread of its own. */
    private volatile boolean over;

    TlsIn(SSLEngine engine, TlsOut out, TlsWire wire, ServerLoop loop) {
        this.engine = engine;
        this.out = out;
        this.wire = wire;
        this.loop = loop;
        this.buffers = loop.tlsBuffers();
    }

    /** Puts what is held to the begin of the loop's buffer as well; returns how much that is. */
    int restore() {
        System.arraycopy(held, 0, buffers.receivedBytes(), 0, held.length);
        return held.length;
    }

    /** Takes what stands in the loop's buffer up to there. */
    void take(int to) {
        if (over) {
            return;
        }
        if (calculating) {
            held = Arrays.copyOf(buffers.receivedBytes(), to);
            return;
        }
        held = NOTHING;
        ByteBuffer received = buffers.received(to);
        if (isAlert(received)) {
            over = true;
            wire.failed(TlsReasons.alerted(received.get(ALERT_BYTES - 1) & 0xff), true);
            return;
        }
        ByteBuffer plain = buffers.plain();
        SSLException failure = null;
        try {
            decrypt(received, plain);
        } catch (SSLException e) {
            failure = e;
        } catch (IOException e) {
            wire.connection().broken(e);
            return;
        }
        if (failure == null && received.hasRemaining()) {
            held = Arrays.copyOfRange(buffers.receivedBytes(), received.position(), to);
        }
        wire.connection().account.holdsSealed(secure ? held.length : 0);
        if (plain.position() > 0) {
            wire.connection().received(buffers.plainBytes(), 0, plain.position());
        } else if (secure && beginsRecord()) {
            wire.connection().requests().beginsSealed();
        }
        if (failure != null) {
            failed(failure);
        } else if (calculating) {
            // From now on the engine is not ours, until that is done.
            calculate();
        } else if (engine.isInboundDone()) {
            wire.closeNotified();
        }
    }

    /**
     * Whether a record is held of which a part has come, with more than TLS has to say of its own.
     */
    private boolean beginsRecord() {
        return held.length >= HEADER_BYTES
                && held[0] == APPLICATION_DATA
                && (((held[3] & 0xff) << 8) | (held[4] & 0xff)) > MOST_OF_ITS_OWN;
    }

    /**
     * Whether the client gives the handshake up in an alert without encryption, as it may until it
     * has sent its part of the keys (RFC 8446, section 6.2); the engine would take it for broken.
     */
    private boolean isAlert(ByteBuffer received) {
        return !secure
                && received.limit() >= ALERT_BYTES
                && received.get(0) == ALERT
                && received.getShort(ALERT_BYTES - 4) == 2;
    }

    private void decrypt(ByteBuffer received, ByteBuffer plain) throws IOException {
        boolean more = true;
        while (more) {
            refuseRenegotiation(received);
            SSLEngineResult result = engine.unwrap(received, plain);
            more = follow(result) && received.hasRemaining();
        }
    }

    /** Returns whether there may be more to decrypt now. */
    private boolean follow(SSLEngineResult result) throws IOException {
        HandshakeStatus status = result.getHandshakeStatus();
        boolean may = result.getStatus() == SSLEngineResult.Status.OK;
        if (status == HandshakeStatus.NEED_WRAP && may) {
            status = out.sendOwn();
            wire.sendsOwn();
        }
        if (status == HandshakeStatus.FINISHED && !secure) {
            secure = true;
            SSLSession session = engine.getSession();
            isBeforeTls13 = !session.getProtocol().equals(TLS13);
            wire.secured(session);
        } else if (status == HandshakeStatus.NEED_TASK) {
            calculating = true;
            return false;
        }
        return may && !over;
    }

    /**
     * A second handshake is not done: it costs the server far more than the client, and TLS 1.3 has
     * none. The engine can only be kept from it by leaving it nothing to agree on.
     */
    private void refuseRenegotiation(ByteBuffer received) {
        if (isBeforeTls13
                && !renegotiates
                && received.hasRemaining()
                && received.get(received.position()) == HANDSHAKE) {
            renegotiates = true;
            engine.setEnabledCipherSuites(NO_RENEGOTIATION);
        }
    }

    private void calculate() {
        loop.tls()
                .handshakes()
                .calculate(() -> {
                    Throwable fault = runTasks();
                    loop.execute(() -> calculated(fault));
                });
    }

    /**
     * Does nothing where the handshake has ended while this waited for its turn: else a server that
     * is late would calculate for clients that are gone, and be late for the others, too.
     *
     * @return what a key or trust manager of the program's threw, beyond what the engine takes
     */
    private @Nullable Throwable runTasks() {
        try {
            Runnable task = engine.getDelegatedTask();
            while (task != null && !over) {
                task.run();
                task = engine.getDelegatedTask();
            }
            return null;
        } catch (RuntimeException | Error e) {
            return e;
        }
    }

    private void calculated(@Nullable Throwable fault) {
        calculating = false;
        if (!over && fault != null) {
            // The engine would ask for the same calculation for ever.
            over = true;
            loop.tell("the TLS handshake could not be calculated: " + fault);
            wire.failed(TlsReasons.notCalculated(fault), false);
        } else if (!over) {
            take(restore());
        }
        wire.listenAsWanted();
    }

    /** Who sent the alert decided. */
    private void failed(SSLException failure) {
        boolean byClient = !out.sendAlert() || TlsReasons.isOfClient(failure);
        if (over) {
            return;
        }
        over = true;
        wire.failed(
                renegotiates
                        ? TlsReasons.renegotiation()
                        : TlsReasons.failed(failure, byClient, !secure),
                byClient);
    }

    /** Nothing is taken any more. */
    void end() {
        over = true;
        held = NOTHING;
    }

    boolean isCalculating() {
        return calculating;
    }

    /** Whether the handshake is complete. */
    boolean isSecure() {
        return secure;
    }

    boolean isBeforeTls13() {
        return isBeforeTls13;
    }

    SSLEngine engine() {
        return engine;
    }
}
