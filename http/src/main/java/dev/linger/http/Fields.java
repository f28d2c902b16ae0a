package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Field lines of a head or a trailer section, in the order received. From a reader it is a view on
 * the bytes that were read and valid until the next read; {@link #copy()} detaches it. Strings are
 * made on request only, byte by byte from ISO-8859-1. Not thread-safe while it is a view.
 */
public sealed class Fields permits Head {
    private static final int[] NO_SPANS = {};
    private static final byte[] NO_BYTES = {};

    /** Four positions a line: name from, name to, value from, value to. */
    private int[] spans = NO_SPANS;

    private int count;
    byte[] bytes = NO_BYTES;
    int from;
    int to;

    Fields() {}

    /** No fields at all. */
    public static Fields none() {
        return new Fields();
    }

    final void begin(byte[] bytes, int from) {
        this.bytes = bytes;
        this.from = from;
        this.to = from;
        this.count = 0;
    }

    /** Goes on behind lines that an earlier parse has seen; their spans are not restored. */
    final void resume(int count) {
        this.count = count;
        if (spans.length < count * 4) {
            spans = Arrays.copyOf(spans, count * 4);
        }
    }

    final void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int at = count * 4;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, Math.max(64, at * 2));
        }
        spans[at] = nameFrom;
        spans[at + 1] = nameTo;
        spans[at + 2] = valueFrom;
        spans[at + 3] = valueTo;
        count++;
    }

    /** Line folding: the value goes on to this position. */
    final void extendLast(int valueTo) {
        spans[count * 4 - 1] = valueTo;
    }

    final int nameFrom(int index) {
        return spans[index * 4];
    }

    final int nameTo(int index) {
        return spans[index * 4 + 1];
    }

    final int valueFrom(int index) {
        return spans[index * 4 + 2];
    }

    final int valueTo(int index) {
        return spans[index * 4 + 3];
    }

    /** Number of field lines. */
    public final int count() {
        return count;
    }

    /**
     * Name of a line, as received.
     *
     * @param index from 0
     */
    public final String name(int index) {
        return text(spans[check(index)], spans[index * 4 + 1]);
    }

    /**
     * Value of a line without the whitespace around it; line folding is replaced by spaces (RFC
     * 9112, section 5.2).
     *
     * @param index from 0
     */
    public final String value(int index) {
        String text = text(spans[check(index) + 2], spans[index * 4 + 3]);
        return text.indexOf('\n') < 0 ? text : text.replace('\r', ' ').replace('\n', ' ').strip();
    }

    /** Value of the first line with this name, in any case; null where there is none. */
    public final @Nullable String field(String name) {
        int index = next(name, 0);
        return index < 0 ? null : value(index);
    }

    /** Values of all lines with this name, in any case and in order. */
    public final List<String> fields(String name) {
        List<String> values = new ArrayList<>();
        for (int i = next(name, 0); i >= 0; i = next(name, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** Whether a line has this name, in any case; makes no String. */
    public final boolean has(String name) {
        return next(name, 0) >= 0;
    }

    private int next(String name, int index) {
        for (int i = index; i < count; i++) {
            if (Chars.isName(bytes, spans[i * 4], spans[i * 4 + 1], name)) {
                return i;
            }
        }
        return -1;
    }

    private int check(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("field line " + index + " of " + count);
        }
        return index * 4;
    }

    final String text(int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    /** The same fields on bytes of their own. */
    public Fields copy() {
        Fields copy = new Fields();
        copyTo(copy);
        return copy;
    }

    /** Makes it the same view on bytes of its own. */
    final void copyTo(Fields copy) {
        copy.from = from;
        copy.to = to;
        copy.count = count;
        copy.spans = Arrays.copyOf(spans, count * 4);
        copy.moveTo(Arrays.copyOfRange(bytes, from, to));
    }

    /** Becomes a view on an array that begins with the same bytes. */
    void moveTo(byte[] same) {
        for (int i = 0; i < count * 4; i++) {
            spans[i] -= from;
        }
        bytes = same;
        to -= from;
        from = 0;
    }
}
