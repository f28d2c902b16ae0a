package dev.linger.http;

import static dev.linger.http.Breach.FAULTY;
import static dev.linger.http.Breach.INCOMPLETE;

import org.jspecify.annotations.Nullable;

/**
 * The room in which heads are parsed: the views that readers hand out, and a buffer to lend to a
 * head that straddles reads. Readers of one thread may share one, so that an idle connection owns
 * neither; then a view is valid until the next read of any of them. Not thread-safe.
 */
public final class HeadSpace {

    /** What is parsed as start line and field lines, or as field lines alone. */
    enum Section {
        REQUEST,
        RESPONSE,
        TRAILERS
    }

    private static final int SMALLEST_BUFFER = 1024;
    private static final int LARGEST_SPARE = 64 << 10;

    final Breach breach = new Breach();
    final RequestHead request = new RequestHead();
    final ResponseHead response = new ResponseHead();
    final Fields trailers = new Fields();

    private final LastSection lastRequest = new LastSection(request);
    private final LastSection lastResponse = new LastSection(response);
    private final LastSection lastTrailers = new LastSection(trailers);
    private final StartLines startLines = new StartLines(breach);
    private final FieldLines fieldLines = new FieldLines(breach);
    private final LenientLines lenientLines = new LenientLines(breach);
    private final KnownFields knownFields = new KnownFields(breach);
    private final long mostHeldBytes;
    private long heldBytes;
    private byte @Nullable [] spare;

    /** Where the line begins that was not complete. */
    int lineStart;

    public HeadSpace() {
        this(Long.MAX_VALUE);
    }

    /**
     * @param mostHeldBytes in the buffers lent to heads that straddle reads, of all readers
     *     together; one that needs more is refused as too long
     */
    public HeadSpace(long mostHeldBytes) {
        this.mostHeldBytes = mostHeldBytes;
    }

    Fields fields(Section section) {
        return switch (section) {
            case REQUEST -> request;
            case RESPONSE -> response;
            case TRAILERS -> trailers;
        };
    }

    private LastSection last(Section section) {
        return switch (section) {
            case REQUEST -> lastRequest;
            case RESPONSE -> lastResponse;
            case TRAILERS -> lastTrailers;
        };
    }

    static int limit(Section section, Limits limits) {
        return section == Section.TRAILERS ? limits.trailerBytes() : limits.headBytes();
    }

    /**
     * Parses a section from its first byte. Returns the position after it, or says that it is
     * incomplete or faulty.
     */
    int parse(
            Section section, Strictness strictness, Limits limits, byte[] bytes, int from, int to) {
        LastSection last = last(section);
        boolean lenient = strictness == Strictness.LENIENT;
        int after = lenient ? last.again(limits, bytes, from, to) : LastSection.NOT_AGAIN;
        if (after >= 0) {
            return after;
        }
        last.forget();
        int end = parseAnew(section, strictness, limits, bytes, from, to);
        if (lenient && end >= 0) {
            last.keep(limits);
        }
        return end;
    }

    private int parseAnew(
            Section section, Strictness strictness, Limits limits, byte[] bytes, int from, int to) {
        int at = from;
        switch (section) {
            case REQUEST -> {
                request.beginHead(bytes, from);
                at = startLine(section, strictness, limits, bytes, from, to);
            }
            case RESPONSE -> {
                response.beginHead(bytes, from);
                at = startLine(section, strictness, limits, bytes, from, to);
            }
            case TRAILERS -> trailers.begin(bytes, from);
        }
        if (at < 0) {
            lineStart = from;
            return at;
        }
        int end = lines(section, strictness, limits, bytes, at, from, to);
        if (end < 0) {
            return end;
        }
        fields(section).to = end;
        if (fields(section) instanceof Head head && knownFields.read(head, strictness) == FAULTY) {
            return FAULTY;
        }
        return end;
    }

    /**
     * Goes on with a section that was incomplete: looks at the new lines alone, and parses the
     * whole once it is complete, for the views may have served others in between.
     *
     * @param line where the line begins that was incomplete
     * @param lineCount lines before it
     */
    int resume(
            Section section,
            Strictness strictness,
            Limits limits,
            byte[] bytes,
            int to,
            int line,
            int lineCount) {
        if (line > 0) {
            last(section).forget();
            fields(section).begin(bytes, 0);
            fields(section).resume(lineCount);
            int end = lines(section, strictness, limits, bytes, line, 0, to);
            if (end < 0) {
                return end;
            }
        }
        return parse(section, strictness, limits, bytes, 0, to);
    }

    private int startLine(
            Section section, Strictness strictness, Limits limits, byte[] bytes, int from, int to) {
        int most = limits.startLineBytes();
        int end = to - from > most ? from + most : to;
        int at;
        if (section == Section.REQUEST) {
            at =
                    strictness.isStrict()
                            ? startLines.request(request, bytes, from, end)
                            : lenientLines.request(request, bytes, from, end);
        } else {
            at =
                    strictness.isStrict()
                            ? startLines.status(response, bytes, from, end)
                            : lenientLines.status(response, bytes, from, end);
        }
        return at == INCOMPLETE && end - from == most
                ? breach.of(Violation.START_LINE_TOO_LONG, end)
                : at;
    }

    private int lines(
            Section section,
            Strictness strictness,
            Limits limits,
            byte[] bytes,
            int at,
            int from,
            int to) {
        int most = limit(section, limits);
        int end = to - from > most ? from + most : to;
        Fields fields = fields(section);
        int after;
        if (strictness.isStrict()) {
            after = fieldLines.read(fields, bytes, at, end, limits.fieldLines());
            lineStart = fieldLines.lineStart;
        } else {
            after = lenientLines.fields(fields, bytes, at, end, limits.fieldLines());
            lineStart = lenientLines.lineStart;
        }
        if (after != INCOMPLETE || end - from < most) {
            return after;
        }
        return tooLong(section, end);
    }

    /** The section exceeds its limit at this byte. */
    int tooLong(Section section, int at) {
        return breach.of(
                section == Section.TRAILERS ? Violation.TRAILERS_TOO_LONG : Violation.HEAD_TOO_LONG,
                at);
    }

    /** A buffer of at least this size; {@link #takeBack} returns it. */
    byte[] lend(int size) {
        byte[] lent = spare;
        spare = null;
        if (lent == null || lent.length < size) {
            lent = new byte[Math.max(SMALLEST_BUFFER, size)];
        }
        heldBytes += lent.length;
        return lent;
    }

    /** Whether a buffer of this size may be lent. */
    boolean hasRoom(int size) {
        return heldBytes + size <= mostHeldBytes;
    }

    void takeBack(byte[] buffer) {
        heldBytes -= buffer.length;
        if (buffer.length <= LARGEST_SPARE && (spare == null || spare.length < buffer.length)) {
            spare = buffer;
        }
    }
}
