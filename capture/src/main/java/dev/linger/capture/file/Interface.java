package dev.linger.capture.file;

/**
 * What an Interface Description Block says (draft-ietf-opsawg-pcapng, section 4.2).
 *
 * @param linkType LINKTYPE number
 * @param snapLength bytes kept of a packet; 0 for no limit
 * @param resolution if_tsresol: n for units of 10^-n s, 128 + n for 2^-n s
 * @param offsetSeconds if_tsoffset: added to each time
 */
record Interface(int linkType, int snapLength, int resolution, long offsetSeconds) {
    private static final long NANOS = 1_000_000_000;

    /** Nanoseconds since the epoch; a senseless time of a broken file gives a senseless result. */
    long nanos(long units) {
        return offsetSeconds * NANOS
                + switch (resolution) {
                    case 6 -> units * 1000;
                    case 9 -> units;
                    default -> resolution < 128 ? decimal(units) : binary(units, resolution - 128);
                };
    }

    private long decimal(long units) {
        long nanos = units;
        for (int power = resolution; power < 9; power++) {
            nanos *= 10;
        }
        for (int power = resolution; power > 9 && nanos != 0; power--) {
            nanos = Long.divideUnsigned(nanos, 10);
        }
        return nanos;
    }

    /** units * 10^9 / 2^power, with 128 bits between. */
    private static long binary(long units, int power) {
        long high = Math.unsignedMultiplyHigh(units, NANOS);
        long low = units * NANOS;
        if (power == 0) {
            return low;
        }
        if (power < 64) {
            return (high << (64 - power)) | (low >>> power);
        }
        return power < 128 ? high >>> (power - 64) : 0;
    }
}
