package dev.linger.http;

import dev.linger.http.HeadSpace.Section;
import org.jspecify.annotations.Nullable;

/** Chunk sizes, extensions and data of one body (RFC 9112, section 7.1), without the trailers. */
final class ChunkReader {
    private enum State {
        SIZE,
        /** Whitespace after the size: only an extension may follow it. */
        AFTER_SIZE,
        /** After a semicolon, before the extension's name. */
        EXTENSION_START,
        EXTENSION_NAME,
        /** Value of an extension, quoted or not: read as text, for it has no effect. */
        EXTENSION,
        /** Between the quotation marks of a value: only the end of the line may not stand here. */
        QUOTED,
        /** After a backslash in there. */
        ESCAPED,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF
    }

    /** More digits than a long has say nothing but trouble. */
    private static final int MOST_DIGITS = 16;

    private final boolean strict;

    /**
     * Whether nothing may follow a size but spaces and a semicolon: servers of old write sizes in a
     * field of a fixed width. Of a client that is a trick.
     */
    private final boolean mayPad;

    private final int mostExtensionBytes;

    /**
     * Whether data makes up for extensions, for a server's stream may go on for days. A client has
     * its limit once.
     */
    private final boolean dataMakesUp;

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int extensionBytes;
    int dataFrom;
    int dataTo;
    @Nullable Violation violation;

    ChunkReader(Section kind, Strictness strictness, Limits limits) {
        this.strict = strictness.isStrict();
        this.mayPad = !strict || kind == Section.RESPONSE;
        this.dataMakesUp = kind == Section.RESPONSE;
        this.mostExtensionBytes = limits.chunkExtensionBytes();
    }

    void begin() {
        nextChunk();
        extensionBytes = 0;
        violation = null;
    }

    private void nextChunk() {
        state = State.SIZE;
        size = 0;
        digits = 0;
    }

    /** What the last byte came to. */
    Event event = Event.NEED_MORE;

    /**
     * Reads to the next piece of data, {@link Event#END} after the line of the last chunk. Returns
     * the position after it, of a fault the position of the byte at fault.
     */
    int read(byte[] bytes, int from, int to) {
        int at = from;
        event = Event.NEED_MORE;
        while (at < to) {
            if (state == State.DATA) {
                return data(at, to);
            }
            step(bytes[at]);
            if (event == Event.FAULT) {
                return at;
            }
            at++;
            if (event == Event.END) {
                return at;
            }
        }
        return at;
    }

    private int data(int at, int to) {
        dataFrom = at;
        dataTo = at + (int) Math.min(to - at, size);
        size -= dataTo - dataFrom;
        if (dataMakesUp) {
            extensionBytes = Math.max(0, extensionBytes - (dataTo - dataFrom));
        }
        if (size == 0) {
            state = State.DATA_CR;
        }
        event = Event.BODY;
        return dataTo;
    }

    /** Passes over data that is missing; false if it does not lie wholly in this chunk's data. */
    boolean skip(long missing) {
        if (state != State.DATA || size < missing) {
            return false;
        }
        size -= missing;
        if (size == 0) {
            state = State.DATA_CR;
        }
        return true;
    }

    private void step(byte b) {
        switch (state) {
            case SIZE -> size(b);
            case AFTER_SIZE -> afterSize(b);
            case EXTENSION_START, EXTENSION_NAME -> extensionName(b);
            case EXTENSION -> extension(b);
            case QUOTED, ESCAPED -> quoted(b);
            case SIZE_LF -> sizeLineFeed(b);
            case DATA_CR -> dataReturn(b);
            case DATA_LF -> dataLineFeed(b);
            case DATA -> throw new IllegalStateException("chunk data is read as a whole");
        }
    }

    private void size(byte b) {
        int digit = Chars.hex(b);
        if (digit < 0) {
            if (digits == 0) {
                fault(Lines.unexpected(b, Violation.BAD_CHUNK_SIZE));
            } else {
                afterSize(b);
            }
            return;
        }
        digits++;
        if (digits > MOST_DIGITS || size > Long.MAX_VALUE >>> 4) {
            fault(Violation.BAD_CHUNK_SIZE);
            return;
        }
        size = size << 4 | digit;
    }

    private void afterSize(byte b) {
        boolean afterSpace = state == State.AFTER_SIZE;
        switch (b) {
            case ';' -> {
                state = State.EXTENSION_START;
                countExtension();
            }
            case ' ', '\t' -> {
                state = State.AFTER_SIZE;
                digits++;
                if (!mayPad || digits > MOST_DIGITS) {
                    countExtension();
                }
            }
            case '\r' -> {
                state = State.SIZE_LF;
                if (afterSpace && !mayPad) {
                    fault(Violation.BAD_CHUNK_SIZE);
                }
            }
            case '\n' -> bareLineFeed();
            default -> fault(Lines.unexpected(b, Violation.BAD_CHUNK_SIZE));
        }
    }

    private void extensionName(byte b) {
        boolean begun = state == State.EXTENSION_NAME;
        if (Chars.isToken(b)) {
            state = State.EXTENSION_NAME;
            countExtension();
        } else if (Chars.isSpace(b) && !begun) {
            countExtension();
        } else if (!strict || (begun && isAfterName(b)) || (mayPad && b == '\r')) {
            state = State.EXTENSION;
            extension(b);
        } else {
            fault(Lines.unexpected(b, Violation.BAD_CHUNK_EXTENSION));
        }
    }

    private static boolean isAfterName(byte b) {
        return b == '=' || b == ';' || b == '\r' || b == '\n' || Chars.isSpace(b);
    }

    private void extension(byte b) {
        if (b == '\r') {
            state = State.SIZE_LF;
        } else if (b == '\n') {
            bareLineFeed();
        } else if (strict && Lines.isControl(b)) {
            fault(Lines.unexpected(b, Violation.BAD_CHUNK_EXTENSION));
        } else {
            if (strict && b == '"') {
                state = State.QUOTED;
            }
            countExtension();
        }
    }

    /** A reader that heeds quotation marks would find another end of the line. */
    private void quoted(byte b) {
        if (b == '\r' || b == '\n' || Lines.isControl(b)) {
            fault(Lines.unexpected(b, Violation.BAD_CHUNK_EXTENSION));
            return;
        }
        boolean escaped = state == State.ESCAPED;
        if (b == '"' && !escaped) {
            state = State.EXTENSION;
        } else {
            state = b == '\\' && !escaped ? State.ESCAPED : State.QUOTED;
        }
        countExtension();
    }

    private void countExtension() {
        extensionBytes++;
        if (extensionBytes > mostExtensionBytes) {
            fault(Violation.CHUNK_EXTENSIONS_TOO_LONG);
        }
    }

    private void bareLineFeed() {
        if (strict) {
            fault(Violation.BARE_LF);
        } else {
            endOfSizeLine();
        }
    }

    private void sizeLineFeed(byte b) {
        if (b == '\n') {
            endOfSizeLine();
        } else {
            fault(Violation.BARE_CR);
        }
    }

    private void endOfSizeLine() {
        if (size == 0) {
            event = Event.END;
        } else {
            state = State.DATA;
        }
    }

    private void dataReturn(byte b) {
        if (b == '\r') {
            state = State.DATA_LF;
        } else if (!strict && b == '\n') {
            nextChunk();
        } else {
            fault(Violation.CHUNK_OVERRUN);
        }
    }

    private void dataLineFeed(byte b) {
        if (b == '\n') {
            nextChunk();
        } else {
            fault(Violation.CHUNK_OVERRUN);
        }
    }

    private void fault(Violation violation) {
        this.violation = violation;
        event = Event.FAULT;
    }
}
