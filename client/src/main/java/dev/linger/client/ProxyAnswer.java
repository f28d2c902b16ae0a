package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.http.Framing;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import dev.linger.life.Wording;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The answer of a proxy to one CONNECT, read to its end where it is a refusal. */
final class ProxyAnswer {
    private static final String CONNECT = "CONNECT";
    private static final int MOST = Limits.defaults().headBytes();

    private final PlainWire wire;
    private final InetSocketAddress proxy;
    private final Limit limit;
    private MessageReader reader = reader();

    /** Begins with the head, as long as that is not complete. */
    private byte[] in = new byte[MOST];

    private int from;
    private int to;
    private @Nullable ResponseHead head;
    private boolean mended;

    /** Whether its body did not come whole: what the head says is known all the same. */
    private boolean isPart;

    private long began;

    /** When the answer is to be complete. */
    private long by = Waits.NEVER;

    /**
     * @param limit how long the answer may take
     */
    ProxyAnswer(PlainWire wire, InetSocketAddress proxy, Limit limit) {
        this.wire = wire;
        this.proxy = proxy;
        this.limit = limit;
    }

    private static MessageReader reader() {
        MessageReader reader = MessageReader.responses(Strictness.STRICT, Limits.defaults());
        reader.answers(CONNECT);
        return reader;
    }

    /** Null where the proxy closed instead. */
    @Nullable ResponseHead read() throws IOException {
        began = System.nanoTime();
        by = Waits.by(limit.millis());
        while (true) {
            from = reader.read(in, from, to);
            switch (reader.event()) {
                case HEAD -> {
                    head = reader.responseHead().isInterim() ? null : reader.responseHead().copy();
                    if (head != null && head.status() / 100 == 2) {
                        return head;
                    }
                }
                case END -> {
                    if (head != null) {
                        return head;
                    }
                    forgetWhatIsRead();
                }
                case BODY -> {}
                case FAULT -> mend();
                case NEED_MORE -> {
                    if (head != null) {
                        forgetWhatIsRead();
                        isPart = !receivedMore();
                        if (isPart) {
                            return head;
                        }
                    } else if (!receive()) {
                        return reader.end() == Event.END ? head : null;
                    }
                }
            }
        }
    }

    /** Whether another CONNECT may follow on the same connection. */
    boolean isKept() {
        return !mended && !isPart && head != null && !head.asksClose();
    }

    /** Of the body of a refusal, which is not waited for where only the proxy's close ends it. */
    private boolean receivedMore() throws IOException {
        try {
            return !(reader.framing() instanceof Framing.UntilClose) && receive();
        } catch (ConnectDeadlineException _) {
            return false;
        }
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
            throw new ConnectDeadlineException(
                    "the proxy "
                            + proxy
                            + " did not answer CONNECT in "
                            + Wording.duration(System.nanoTime() - began)
                            + limit.says()
                            + "; not delivered",
                    Delivery.NOT_DELIVERED,
                    null,
                    e);
        }
    }

    /** What may be read of a server may be read of a proxy; see decision 9. */
    private void mend() throws IOException {
        if (head != null || mended || !Mending.canMend(reader.fault())) {
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
        return new IOException("the proxy " + proxy + " answered CONNECT with what is no HTTP");
    }
}
