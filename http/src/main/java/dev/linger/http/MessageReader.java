package dev.linger.http;

import static dev.linger.http.Breach.INCOMPLETE;

import dev.linger.http.HeadSpace.Section;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of one direction of one connection: bytes in, events out.
 *
 * <pre>{@code
 * do {
 *     from = reader.read(bytes, from, to);
 *     switch (reader.event()) { ... }
 * } while (reader.event() != NEED_MORE && reader.event() != FAULT);
 * }</pre>
 *
 * <p>Each message gives HEAD, any number of BODY, END; interim responses give HEAD and END. Heads
 * and trailers are views on the bytes given, valid until the next read. Reading allocates nothing
 * once the largest head was seen; a head that straddles reads is held in a buffer lent by the
 * {@link HeadSpace}. A body that ends with the stream, and a tunnel, take all bytes to come as
 * BODY.
 *
 * <p>A strict reader is finished by a FAULT. A lenient one drops the rest of that range and looks
 * for the next message at the beginning of each range to come. Not thread-safe.
 */
public final class MessageReader {
    /** Fewer bytes than this are no proof that a message begins here. */
    private static final int PLAUSIBLE_START = 8;

    private static final Fields NO_TRAILERS = new Fields();
    private final Section kind;
    private final Strictness strictness;
    private final Limits limits;
    private final SectionReader sections;
    private final BodyReader body;

    private Stage state = Stage.BETWEEN;
    private Event event = Event.NEED_MORE;

    /** A CR has come that may begin an empty line before the next message. */
    private boolean afterCr;

    private int emptyLineBytes;
    private boolean answersHead;
    private boolean answersConnect;
    private boolean interim;
    private long messageBytes;
    private long sectionStart;
    private @Nullable Violation fault;
    private long faultAt;

    private MessageReader(Section kind, Strictness strictness, Limits limits, HeadSpace space) {
        this.kind = kind;
        this.strictness = strictness;
        this.limits = limits;
        this.sections = new SectionReader(strictness, limits, space);
        this.body = new BodyReader(kind, strictness, limits);
    }

    /** A reader of what a client sends. */
    public static MessageReader requests(Strictness strictness, Limits limits) {
        return requests(strictness, limits, new HeadSpace());
    }

    /** A reader of what a client sends, in a room shared with other readers of the thread. */
    public static MessageReader requests(Strictness strictness, Limits limits, HeadSpace space) {
        return new MessageReader(Section.REQUEST, strictness, limits, space);
    }

    /** A reader of what a server sends. */
    public static MessageReader responses(Strictness strictness, Limits limits) {
        return responses(strictness, limits, new HeadSpace());
    }

    /** A reader of what a server sends, in a room shared with other readers of the thread. */
    public static MessageReader responses(Strictness strictness, Limits limits, HeadSpace space) {
        return new MessageReader(Section.RESPONSE, strictness, limits, space);
    }

    /** Forgets all: what is read next is the beginning of another stream. */
    public void forget() {
        sections.release();
        body.begin(Body.NONE, -1);
        state = Stage.BETWEEN;
        event = Event.NEED_MORE;
        afterCr = false;
        emptyLineBytes = 0;
        answersHead = false;
        answersConnect = false;
        interim = false;
        fault = null;
    }

    /**
     * Reads to the next event and returns the position after it. After NEED_MORE the whole range is
     * taken in. An event may need no byte: an empty range is of use after HEAD and BODY.
     *
     * @throws IndexOutOfBoundsException if the range does not lie in the array
     */
    public int read(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        if (state != Stage.IN_HEAD && state != Stage.IN_TRAILERS) {
            sections.release();
        }
        int next = advance(bytes, from, to);
        messageBytes += next - from;
        return next;
    }

    private int advance(byte[] bytes, int from, int to) {
        return switch (state) {
            case BETWEEN -> between(bytes, from, to);
            case IN_HEAD -> head(bytes, from, to);
            case IN_BODY -> body(bytes, from, to);
            case IN_TRAILERS -> trailers(bytes, from, to);
            case LOST -> lost(bytes, from, to);
            case FAULTY -> to;
        };
    }

    private int needMore(int to) {
        event = Event.NEED_MORE;
        return to;
    }

    /**
     * A server passes over empty lines before a request line (RFC 9112, section 2.2); before a
     * status line they have no excuse.
     */
    private int between(byte[] bytes, int from, int to) {
        boolean strict = strictness.isStrict();
        for (int at = from; at < to; at++) {
            byte b = bytes[at];
            if (strict && kind == Section.RESPONSE) {
                return begin(bytes, from, at, to);
            }
            if (strict && afterCr != (b == '\n')) {
                return breach(afterCr ? Violation.BARE_CR : Violation.BARE_LF, 0, to);
            }
            if (b != '\r' && b != '\n') {
                return begin(bytes, from, at, to);
            }
            afterCr = b == '\r';
            emptyLineBytes++;
            if (emptyLineBytes > limits.startLineBytes()) {
                return breach(Violation.NOT_HTTP, 0, to);
            }
        }
        return needMore(to);
    }

    private int begin(byte[] bytes, int rangeFrom, int from, int to) {
        emptyLineBytes = 0;
        afterCr = false;
        sectionStart = 0;
        // Offsets count from the start line: the empty lines of this range are taken off.
        messageBytes = (long) rangeFrom - from;
        state = Stage.IN_HEAD;
        return head(bytes, from, to);
    }

    private int head(byte[] bytes, int from, int to) {
        int next = sections.read(kind, bytes, from, to);
        if (next < 0) {
            return next == INCOMPLETE ? needMore(to) : sectionBreach(to);
        }
        event = Event.HEAD;
        state = Stage.IN_BODY;
        if (kind == Section.REQUEST) {
            RequestHead head = sections.space.request;
            body.begin(Body.of(head), head.contentLength());
        } else {
            frameResponse();
        }
        return next;
    }

    private void frameResponse() {
        ResponseHead head = sections.space.response;
        interim = head.isInterim();
        body.begin(Body.of(head, answersHead, answersConnect), head.contentLength());
    }

    private int body(byte[] bytes, int from, int to) {
        int next = body.read(bytes, from, to);
        event = body.event;
        return switch (event) {
            case NEED_MORE, BODY -> next;
            case FAULT ->
                    breach(Objects.requireNonNull(body.violation), messageBytes + next - from, to);
            case HEAD, END -> {
                if (body.body != Body.CHUNKS) {
                    yield ended(next);
                }
                state = Stage.IN_TRAILERS;
                sectionStart = messageBytes + next - from;
                yield trailers(bytes, next, to);
            }
        };
    }

    private int ended(int from) {
        if (!interim) {
            answersHead = false;
            answersConnect = false;
        }
        state = Stage.BETWEEN;
        event = Event.END;
        return from;
    }

    private int trailers(byte[] bytes, int from, int to) {
        int next = sections.read(Section.TRAILERS, bytes, from, to);
        if (next < 0) {
            return next == INCOMPLETE ? needMore(to) : sectionBreach(to);
        }
        return ended(next);
    }

    private int lost(byte[] bytes, int from, int to) {
        boolean plausible =
                to - from >= PLAUSIBLE_START
                        && (kind == Section.REQUEST
                                ? LenientLines.beginsRequest(bytes, from, to)
                                : LenientLines.looksLikeResponse(bytes, from, to));
        if (!plausible) {
            return needMore(to);
        }
        state = Stage.BETWEEN;
        return between(bytes, from, to);
    }

    private int sectionBreach(int to) {
        Breach breach = sections.space.breach;
        return breach(Objects.requireNonNull(breach.violation), sectionStart + breach.at, to);
    }

    private int breach(Violation violation, long at, int to) {
        fault = violation;
        faultAt = at;
        event = Event.FAULT;
        state = strictness.isStrict() ? Stage.FAULTY : Stage.LOST;
        return to;
    }

    /** What the last read came to, or the last {@link #end()}. */
    public Event event() {
        return event;
    }

    /** The head at {@link Event#HEAD}, of a reader of requests. */
    public RequestHead requestHead() {
        return sections.space.request;
    }

    /** The head at {@link Event#HEAD}, of a reader of responses. */
    public ResponseHead responseHead() {
        return sections.space.response;
    }

    /** At {@link Event#BODY}: where its bytes begin in the array given. */
    public int bodyFrom() {
        return body.from;
    }

    /** At {@link Event#BODY}: where its bytes end in the array given. */
    public int bodyTo() {
        return body.to;
    }

    /** Trailer fields at {@link Event#END}; empty where there are none. */
    public Fields trailers() {
        return event == Event.END && body.body == Body.CHUNKS
                ? sections.space.trailers
                : NO_TRAILERS;
    }

    /** The rule broken at {@link Event#FAULT}, null before the first one. */
    public @Nullable Violation fault() {
        return fault;
    }

    /** Byte of the message at which {@link #fault()} was found, from 0 at its start line. */
    public long faultAt() {
        return faultAt;
    }

    /** Whether a request whose head is incomplete, or at fault, is one for HEAD. */
    public boolean isBrokenHeadForHead() {
        return sections.isOfHead();
    }

    /** Framing of the current message from its head on, and after its end of that one. */
    public Framing framing() {
        return body.body.framing(body.declaredLength);
    }

    /** Body bytes of the current message so far, decoded and with those passed over. */
    public long bodyBytes() {
        return body.readBytes;
    }

    /** Whether no message has begun since the last one ended. */
    public boolean isBetweenMessages() {
        return state == Stage.BETWEEN;
    }

    /** Where a message begins in the range: behind the empty lines, if none has begun. */
    public int passEmptyLines(byte[] bytes, int from, int to) {
        int at = from;
        while (state == Stage.BETWEEN && at < to && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    /** Whether a read of nothing would change nothing: no message has begun, no view is out. */
    public boolean isIdle() {
        return state == Stage.BETWEEN && sections.isEmpty();
    }

    /** Whether the reader is out of step and looks for the next message. */
    public boolean isOutOfStep() {
        return state == Stage.LOST;
    }

    /**
     * Says which method the next response answers; it decides about the response's body. Called
     * before the response's bytes are read, or at its HEAD before the next read.
     */
    public void answers(String method) {
        answersHead = method.equals("HEAD");
        answersConnect = method.equals("CONNECT");
        if (event == Event.HEAD) {
            frameResponse();
        }
    }

    /**
     * Passes over bytes that a capture does not hold.
     *
     * @param missing number of bytes, positive
     * @return whether the reader knows where it is: the bytes lie wholly within a body. Otherwise
     *     it is out of step: the message in progress is given up, and reads look for the next
     *     message at the beginning of their range
     */
    public boolean skip(long missing) {
        boolean inStep = state == Stage.IN_BODY && body.skip(missing);
        if (inStep) {
            messageBytes += missing;
        } else {
            sections.release();
            afterCr = false;
            state = Stage.LOST;
        }
        event = Event.NEED_MORE;
        return inStep;
    }

    /**
     * The stream has ended. Returns {@link Event#END} if that, or what was read before, ends the
     * message; {@link Event#NEED_MORE} if no message had begun; {@link Event#FAULT} with the
     * violation, {@link Violation#TRUNCATED} if no other was found, inside one.
     */
    public Event end() {
        switch (state) {
            case BETWEEN, LOST -> needMore(0);
            case IN_BODY -> endInBody();
            case IN_HEAD -> endInSection(kind);
            case IN_TRAILERS -> endInSection(Section.TRAILERS);
            case FAULTY -> event = Event.FAULT;
        }
        return event;
    }

    private void endInBody() {
        if (body.mayEndHere()) {
            ended(0);
        } else {
            breach(Violation.TRUNCATED, messageBytes, 0);
        }
    }

    private void endInSection(Section section) {
        sections.end(section);
        sectionBreach(0);
        sections.release();
    }
}
