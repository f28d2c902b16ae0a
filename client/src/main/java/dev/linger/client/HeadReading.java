package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the head of a call's response. */
final class HeadReading {
    private static final int CONTINUE = 100;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final Pattern ZERO = Pattern.compile("0+");

    /** What a line counts beside its bytes, those of its colon, space and end among them. */
    private static final int LINE_OVERHEAD = ClientBuilder.PER_LINE - 4;

    /** What ends reading beside the head of the final response. */
    enum Until {
        /** Nothing. */
        ANSWER,
        /** The server's wish for the body. */
        CONTINUE,
        /** Any interim response. */
        INTERIM
    }

    private final Call call;
    private final Connection connection;
    private int interims;
    private boolean mended;

    HeadReading(Call call) {
        this.call = call;
        this.connection = call.connection;
    }

    /**
     * Reads the head of the final response; interim ones are passed over, but for one that reading
     * is to end with: then null is returned.
     */
    @Nullable ResponseHead read(long by, Duration patience, Until until) throws IOException {
        int begin = connection.from;
        Duration waits = patience;
        boolean again = false;
        int status = 0;
        while (true) {
            int next = connection.reader.read(connection.in, connection.from, connection.to);
            connection.from = next;
            switch (connection.reader.event()) {
                case HEAD -> {
                    ResponseHead found = connection.reader.responseHead();
                    if (!found.isInterim()) {
                        return taken(found);
                    }
                    status = found.status();
                }
                case END -> {
                    // An interim response is no part of the answer.
                    connection.account.responseBegan =
                            connection.from == connection.to ? 0 : connection.account.lastIn;
                    begin = connection.from;
                    waits = call.deadlines.firstByte();
                    again = false;
                    interims++;
                    if (call.mostInterims > 0 && interims > call.mostInterims) {
                        throw call.failures().tooManyInterims();
                    }
                    if (until == Until.INTERIM || (until == Until.CONTINUE && status == CONTINUE)) {
                        return null;
                    }
                }
                case FAULT -> {
                    if (again || !Mending.canMend(connection.reader.fault())) {
                        throw call.failures().badMessage();
                    }
                    begin = readMended(begin, by, waits);
                    again = true;
                }
                case NEED_MORE -> {
                    begin = readMore(begin, by, waits);
                    waits = call.deadlines.betweenBytes();
                }
                case BODY -> throw new IOException("a body before a head");
            }
        }
    }

    private ResponseHead taken(ResponseHead found) throws Failure {
        int most = connection.mostHeadBytes();
        if (found.length() + (found.count() + 1L) * LINE_OVERHEAD > most) {
            throw call.failures().headTooLarge(most);
        }
        if (found.length() > connection.mostLineBytes()) {
            checkLines(found);
        }
        ResponseHead copy = found.copy();
        if (copy.minorVersion() > 1) {
            throw call.failures().unknownVersion(copy.minorVersion());
        }
        if (copy.status() == SWITCHING_PROTOCOLS
                && call.asked.request.headers().firstValue("Upgrade").isEmpty()) {
            throw call.failures().unaskedUpgrade();
        }
        if (copy.status() == NO_CONTENT && announcesBody(copy)) {
            throw call.failures().contentOfNoContent();
        }
        connection.account.status = copy.status();
        connection.account.headEnded = connection.account.lastIn;
        if (copy.keepAliveTimeoutSeconds() >= 0) {
            connection.account.hintTimeout = copy.keepAliveTimeoutSeconds();
            call.pool.shelf(connection.route).patience.announced(copy.keepAliveTimeoutSeconds());
        }
        if (copy.keepAliveMax() >= 0) {
            connection.account.hintMax = copy.keepAliveMax();
            connection.exchangesLeft = copy.keepAliveMax();
        }
        return copy;
    }

    private void checkLines(ResponseHead found) throws Failure {
        for (int i = 0; i < found.count(); i++) {
            if (found.name(i).length() + found.value(i).length() > connection.mostLineBytes()) {
                throw call.failures().lineTooLong(found.name(i));
            }
        }
    }

    /** Whether bytes are to follow, as opposed to a length of 0. */
    private static boolean announcesBody(ResponseHead head) {
        String length = head.field("Content-Length");
        return length != null && !ZERO.matcher(length).matches();
    }

    /** Keeps the bytes of the head, for it may have to be read again. Returns where it begins. */
    private int readMore(int begin, long by, Duration patience) throws IOException {
        int length = connection.to - begin;
        connection.from = begin;
        connection.makeRoom();
        int moved = connection.from;
        connection.from = moved + length;
        if (call.receive(Waits.left(by, patience)) < 0) {
            connection.account.serverFin(System.nanoTime());
            throw call.failures().ended(hasLine(moved));
        }
        return moved;
    }

    private boolean hasLine(int from) {
        for (int at = from; at < connection.to; at++) {
            if (connection.in[at] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** What has one meaning only, though it is not as it should be, is read; see decision 9. */
    private int readMended(int begin, long by, Duration patience) throws IOException {
        int at = begin;
        int end = Mending.headEnd(connection.in, at, connection.to);
        while (end < 0) {
            if (connection.to - at > connection.mostHeadBytes()) {
                throw call.failures().badMessage();
            }
            at = readMore(at, by, patience);
            end = Mending.headEnd(connection.in, at, connection.to);
        }
        connection.replaceHead(Mending.mend(call.asked.method, connection.in, at, end), end);
        connection.reader.answers(call.asked.method);
        mended = true;
        return 0;
    }

    /** Whether the head was not as it should be. */
    boolean isMended() {
        return mended;
    }
}
