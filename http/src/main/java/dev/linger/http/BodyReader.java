package dev.linger.http;

import dev.linger.http.HeadSpace.Section;
import org.jspecify.annotations.Nullable;

/** Reads one body in any framing; the trailer section of a chunked one is left to others. */
final class BodyReader {
    private final Section kind;
    private final Strictness strictness;
    private final Limits limits;

    /** Made for the first chunked body; most directions never see one. */
    private @Nullable ChunkReader chunks;

    Body body = Body.NONE;
    long declaredLength = -1;
    long readBytes;
    int from;
    int to;

    /** BODY, NEED_MORE, FAULT, or END: the body is complete but for trailers. */
    Event event = Event.NEED_MORE;

    @Nullable Violation violation;

    BodyReader(Section kind, Strictness strictness, Limits limits) {
        this.kind = kind;
        this.strictness = strictness;
        this.limits = limits;
    }

    void begin(Body body, long declaredLength) {
        this.body = body;
        this.declaredLength = declaredLength;
        readBytes = 0;
        if (body == Body.CHUNKS) {
            chunkReader().begin();
        }
    }

    private ChunkReader chunkReader() {
        ChunkReader reader = chunks;
        if (reader == null) {
            reader = new ChunkReader(kind, strictness, limits);
            chunks = reader;
        }
        return reader;
    }

    /** Returns the position after the event; of a fault the position of the byte at fault. */
    int read(byte[] bytes, int from, int to) {
        return switch (body) {
            case NONE -> told(Event.END, from);
            case LENGTH -> length(from, to);
            case CHUNKS -> chunks(bytes, from, to);
            case UNTIL_CLOSE, TUNNEL -> piece(from, to);
        };
    }

    private int told(Event event, int at) {
        this.event = event;
        return at;
    }

    private int length(int from, int to) {
        long left = declaredLength - readBytes;
        return left == 0
                ? told(Event.END, from)
                : piece(from, from + (int) Math.min(to - from, left));
    }

    private int piece(int from, int to) {
        if (from == to) {
            return told(Event.NEED_MORE, to);
        }
        this.from = from;
        this.to = to;
        readBytes += to - from;
        return told(Event.BODY, to);
    }

    private int chunks(byte[] bytes, int from, int to) {
        ChunkReader reader = chunkReader();
        int next = reader.read(bytes, from, to);
        violation = reader.violation;
        return reader.event == Event.BODY
                ? piece(reader.dataFrom, reader.dataTo)
                : told(reader.event, next);
    }

    /** Passes over bytes that are missing; false if they do not lie wholly within the body. */
    boolean skip(long missing) {
        boolean covered =
                switch (body) {
                    case NONE -> false;
                    case LENGTH -> declaredLength - readBytes >= missing;
                    case CHUNKS -> chunkReader().skip(missing);
                    case UNTIL_CLOSE, TUNNEL -> true;
                };
        if (covered) {
            readBytes += missing;
        }
        return covered;
    }

    /** Whether the message is complete if the stream ends here. */
    boolean mayEndHere() {
        return switch (body) {
            case NONE, UNTIL_CLOSE, TUNNEL -> true;
            case LENGTH -> readBytes == declaredLength;
            case CHUNKS -> false;
        };
    }
}
