package dev.linger.http;

import static dev.linger.http.Breach.FAULTY;
import static dev.linger.http.Breach.INCOMPLETE;

import dev.linger.http.HeadSpace.Section;

/**
 * Reads a head or trailer section that may straddle reads. One that lies wholly in a range is
 * parsed in place; of any other the bytes are held until it is complete, and every byte is looked
 * at a fixed number of times, however small the pieces are.
 */
final class SectionReader {
    private static final byte[] NOTHING = {};
    private static final String HEAD = "HEAD ";

    private final Strictness strictness;
    private final Limits limits;
    final HeadSpace space;

    private byte[] held = NOTHING;
    private int heldLength;
    private int lineStart;
    private int lineCount;

    /** Whether the section that was faulty, and is not held, is the head of a HEAD request. */
    private boolean faultyIsOfHead;

    SectionReader(Strictness strictness, Limits limits, HeadSpace space) {
        this.strictness = strictness;
        this.limits = limits;
        this.space = space;
    }

    /**
     * Returns the position after the section; or {@link Breach#INCOMPLETE}, then all bytes are
     * taken in; or {@link Breach#FAULTY}, then the breach counts from the section's first byte.
     */
    int read(Section section, byte[] bytes, int from, int to) {
        if (heldLength > 0) {
            return readOn(section, bytes, from, to);
        }
        int end = space.parse(section, strictness, limits, bytes, from, to);
        if (end == INCOMPLETE) {
            remember(section, space.lineStart - from);
            if (!hold(bytes, from, to - from)) {
                faultyIsOfHead = isOfHead(bytes, from, to);
                return space.tooLong(section, 0);
            }
        } else if (end == FAULTY) {
            space.breach.at -= from;
            faultyIsOfHead = isOfHead(bytes, from, to);
        }
        return end;
    }

    private int readOn(Section section, byte[] bytes, int from, int to) {
        int most = HeadSpace.limit(section, limits);
        int before = heldLength;
        int taken = Math.min(to - from, most - before);
        if (!hold(bytes, from, taken)) {
            return space.tooLong(section, before);
        }
        if (!isWorthALook(most) && EightBytes.lineFeed(bytes, from, from + taken) < 0) {
            return INCOMPLETE;
        }
        int end = resume(section);
        if (end == INCOMPLETE) {
            remember(section, space.lineStart);
        }
        return end < 0 ? end : from + (end - before);
    }

    /** Whether a limit is reached, so that a verdict is due without a line end. */
    private boolean isWorthALook(int most) {
        return heldLength == most || (lineStart == 0 && heldLength >= limits.startLineBytes());
    }

    private int resume(Section section) {
        return space.resume(section, strictness, limits, held, heldLength, lineStart, lineCount);
    }

    /**
     * The stream has ended inside the section: notes what is wrong with the part that came, {@link
     * Violation#TRUNCATED} if nothing is.
     */
    void end(Section section) {
        if (resume(section) != FAULTY) {
            space.breach.of(Violation.TRUNCATED, heldLength);
        }
    }

    private void remember(Section section, int line) {
        lineStart = line;
        lineCount = space.fields(section).count();
    }

    /** False where there is no room left for as many. */
    private boolean hold(byte[] bytes, int from, int length) {
        int needed = heldLength + length;
        if (needed > held.length) {
            if (!space.hasRoom(needed)) {
                return false;
            }
            byte[] larger = space.lend(Math.max(needed, 2 * heldLength));
            System.arraycopy(held, 0, larger, 0, heldLength);
            space.takeBack(held);
            held = larger;
        }
        System.arraycopy(bytes, from, held, heldLength, length);
        heldLength = needed;
        return true;
    }

    /** Whether what is incomplete or faulty is the head of a HEAD request, by its own bytes. */
    boolean isOfHead() {
        return heldLength > 0 ? isOfHead(held, 0, heldLength) : faultyIsOfHead;
    }

    private static boolean isOfHead(byte[] bytes, int from, int to) {
        return Chars.is(bytes, from, Math.min(to, from + HEAD.length()), HEAD);
    }

    /** Whether it holds no bytes. */
    boolean isEmpty() {
        return held.length == 0;
    }

    /** Nobody looks at the view any more. */
    void release() {
        if (held.length > 0) {
            space.takeBack(held);
            held = NOTHING;
            heldLength = 0;
        }
    }
}
