package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A response whose caller has it and whose body is not read to its end. Who holds the response
 * holds its download; this does not, so that a response which the program has lost is found out.
 */
final class Unread {
    private final WeakReference<Download> download;
    private final Call call;

    /** Where the response was asked for, or else the thread of its exchange. */
    final Throwable acquired;

    /** When a byte of it was last read (System.nanoTime). */
    private volatile long since = System.nanoTime();

    private boolean reported;

    Unread(Download download, Call call, Throwable acquired) {
        this.download = new WeakReference<>(download);
        this.call = call;
        this.acquired = acquired;
    }

    void readOn() {
        since = System.nanoTime();
    }

    long nanos(long now) {
        return now - since;
    }

    /** Whether nobody can read it any more: it was garbage. */
    boolean isLost() {
        return download.refersTo(null);
    }

    /** Whether it lies there for so long that it is told: once. */
    boolean isForgotten(long now, long patience) {
        Download one = download.get();
        boolean first = !reported && one != null && !one.isDriven() && nanos(now) >= patience;
        reported |= first;
        return first;
    }

    /** Ends the connection of a lost one. */
    void end() {
        call.pool.end(
                call.connection,
                Reason.client(
                        CloseCause.UNREAD_BODY,
                        Phase.RESPONSE_BODY,
                        "the program lost the response, and had neither read it to its end nor"
                                + " closed it"),
                0);
    }

    /** What is wrong, as a sentence. */
    String describe(long now) {
        return "the response to "
                + call.asked.method
                + " "
                + call.asked.uri
                + " has not been read on for "
                + Wording.duration(nanos(now))
                + " nor closed, and "
                + (isLost()
                        ? "the program has lost it: its connection is ended"
                        : "its connection is held" + state())
                + "; close the response's body where it is asked for";
    }

    private String state() {
        var named = call.connection.named;
        Kernel.@Nullable Look look = named == null ? null : call.pool.kernel.look(named);
        return look == null ? "" : " (in the kernel: " + look.state().linuxName() + ")";
    }
}
