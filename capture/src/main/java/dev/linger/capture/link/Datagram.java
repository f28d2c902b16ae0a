package dev.linger.capture.link;

import java.util.Arrays;
import java.util.BitSet;

/** The payload of an IP packet, put together from its fragments. */
final class Datagram {
    private static final int LONGEST = 65_535;

    /** Fragments begin at multiples of this many bytes. */
    private static final int UNIT = 8;

    private final long since;
    private final BitSet seen = new BitSet();
    private byte[] bytes = {};
    private int capturedTo = LONGEST;
    private int length = -1;

    /**
     * @param since when its first fragment was seen, in nanoseconds of capture time
     */
    Datagram(long since) {
        this.since = since;
    }

    /**
     * Takes a fragment; a second one for the same place writes the same bytes again, unless someone
     * attacks. True when the datagram is whole.
     */
    boolean add(Fragment fragment) {
        int end = fragment.offset() + fragment.length();
        boolean fits = fragment.length() > 0 && end <= LONGEST;
        if (!fits || (!fragment.last() && fragment.length() % UNIT != 0)) {
            return false;
        }
        if (fragment.last()) {
            length = end;
        }
        int captured = Math.max(0, Math.min(fragment.to() - fragment.from(), fragment.length()));
        if (bytes.length < end) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, LONGEST)));
        }
        System.arraycopy(fragment.bytes(), fragment.from(), bytes, fragment.offset(), captured);
        if (captured < fragment.length()) {
            capturedTo = Math.min(capturedTo, fragment.offset() + captured);
        }
        seen.set(fragment.offset() / UNIT, (end + UNIT - 1) / UNIT);
        return length >= 0 && seen.nextClearBit(0) >= (length + UNIT - 1) / UNIT;
    }

    long since() {
        return since;
    }

    byte[] bytes() {
        return bytes;
    }

    /** End of what was captured without a hole. */
    int capturedTo() {
        return Math.min(capturedTo, length);
    }

    /** Bytes on the wire. */
    int length() {
        return length;
    }
}
