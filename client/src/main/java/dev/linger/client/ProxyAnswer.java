package dev.linger.client;

import dev.linger.http.Framing;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The answer of a proxy to one CONNECT: its head, and what follows where that is of use. */
final class ProxyAnswer {
    private static final String CONNECT = "CONNECT";
    private static final int MOST = Limits.defaults().headBytes();

    /** Of a refusal, in bytes; what is longer or later costs a new connection. */
    private static final int REST = 64 << 10;

    private static final Duration REST_TIME = Duration.ofSeconds(1);

    private final PlainWire wire;
    private final Route route;
    private final Limit limit;
    private MessageReader reader = reader();

    /** Begins with the head, as long as that is not complete. */
    private byte[] in = new byte[MOST];

    private int from;
    private int to;
    private @Nullable ResponseHead head;
    private boolean mended;

    private long began;

    /** When the answer is to be complete. */
    private long by = Waits.NEVER;

    /**
     * @param limit how long the answer may take
     */
    ProxyAnswer(PlainWire wire, Route route, Limit limit) {
        this.wire = wire;
        this.route = route;
        this.limit = limit;
    }

    private static MessageReader reader() {
        MessageReader reader = MessageReader.responses(Strictness.STRICT, Limits.defaults());
        reader.answers(CONNECT);
        return reader;
    }

    /** The head; null where the proxy closed instead. */
    @Nullable ResponseHead read() throws IOException {
        began = System.nanoTime();
        by = Waits.by(limit.millis());
        while (true) {
            from = reader.read(in, from, to);
            switch (reader.event()) {
                case HEAD -> {
                    if (!reader.responseHead().isInterim()) {
                        head = reader.responseHead().copy();
                        return head;
                    }
                }
                case END -> forgetWhatIsRead();
                case BODY -> {}
                case FAULT -> mend();
                case NEED_MORE -> {
                    if (!receive()) {
                        return null;
                    }
                }
            }
        }
    }

    /** Reads the rest of a refusal: whether another CONNECT may follow on the same connection. */
    boolean readRest() throws IOException {
        by = Waits.earlier(by, Waits.after(REST_TIME));
        try {
            return !mended && head != null && !head.asksClose() && readToEnd();
        } catch (IOException _) { // Too late, or reset: another connection is as good.
            return false;
        }
    }

    private boolean readToEnd() throws IOException {
        while (reader.bodyBytes() <= REST) {
            from = reader.read(in, from, to);
            switch (reader.event()) {
                case END -> {
                    return true;
                }
                case BODY -> {}
                case NEED_MORE -> {
                    forgetWhatIsRead();
                    if (reader.framing() instanceof Framing.UntilClose || !receive()) {
                        return false;
                    }
                }
                case HEAD, FAULT -> {
                    return false;
                }
            }
        }
        return false;
    }

    private void forgetWhatIsRead() {
        System.arraycopy(in, from, in, 0, to - from);
        to -= from;
        from = 0;
    }

    /** False at the end of the stream. */
    private boolean receive() throws IOException {
        if (to == in.length) {
            in = Arrays.copyOf(in, 2 * in.length);
        }
        try {
            int count = wire.read(in, to, in.length, Waits.left(by));
            to += Math.max(0, count);
            return count >= 0;
        } catch (SocketTimeoutException e) {
            String says =
                    "the proxy "
                            + route.proxy()
                            + " did not answer CONNECT in "
                            + Wording.duration(System.nanoTime() - began)
                            + limit.says();
            throw new TunnelFailure(
                    Reason.client(CloseCause.RESPONSE_TIMEOUT, Phase.CONNECTING, says), true, e);
        }
    }

    /** What may be read of a server may be read of a proxy; see decision 9. */
    private void mend() throws IOException {
        if (mended || !Mending.canMend(reader.fault())) {
            throw noHttp();
        }
        int end = Mending.headEnd(in, 0, to);
        while (end < 0) {
            if (to > MOST || !receive()) {
                throw noHttp();
            }
            end = Mending.headEnd(in, 0, to);
        }
        byte[] good = Mending.mend(CONNECT, in, 0, end);
        byte[] all = Arrays.copyOf(good, Math.max(MOST, good.length + to - end));
        System.arraycopy(in, end, all, good.length, to - end);
        from = 0;
        to = good.length + to - end;
        in = all;
        reader = reader();
        mended = true;
    }

    private IOException noHttp() {
        String says = "the proxy " + route.proxy() + " answered CONNECT with what is no HTTP";
        return new TunnelFailure(
                Reason.client(CloseCause.BAD_MESSAGE, Phase.CONNECTING, says), false, null);
    }
}
