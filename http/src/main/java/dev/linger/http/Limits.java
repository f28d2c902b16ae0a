package dev.linger.http;

/**
 * How much of a message a reader takes in before it refuses. All counts are per message.
 *
 * @param startLineBytes request line or status line with its line end; the same for empty lines
 *     before it
 * @param headBytes the whole head with its final empty line
 * @param fieldLines in a head, and in a trailer section
 * @param chunkExtensionBytes all chunk extensions of a message together, so that many small chunks
 *     cannot carry what one may not; in a response less the data that came since
 * @param trailerBytes the trailer section with its final empty line
 */
public record Limits(
        int startLineBytes,
        int headBytes,
        int fieldLines,
        int chunkExtensionBytes,
        int trailerBytes) {

    public Limits {
        atLeast("start line", startLineBytes, 16);
        atLeast("head", headBytes, 32);
        atLeast("trailer", trailerBytes, 2);
        if (startLineBytes > headBytes) {
            throw new IllegalArgumentException(
                    "start line limit "
                            + startLineBytes
                            + " bytes: must not exceed the head limit of "
                            + headBytes
                            + " bytes");
        }
        if (fieldLines < 1) {
            throw new IllegalArgumentException(
                    "field line limit " + fieldLines + ": must be at least 1, requests need Host");
        }
        if (chunkExtensionBytes < 0) {
            throw new IllegalArgumentException(
                    "chunk extension limit "
                            + chunkExtensionBytes
                            + " bytes: must not be negative");
        }
    }

    private static void atLeast(String what, int bytes, int least) {
        if (bytes < least) {
            throw new IllegalArgumentException(
                    what + " limit " + bytes + " bytes: must be at least " + least + " bytes");
        }
    }

    /**
     * For sockets. RFC 9112, section 3, asks for request lines of at least 8000 bytes; large
     * cookies need the rest.
     */
    public static Limits defaults() {
        return new Limits(8 << 10, 32 << 10, 128, 1 << 10, 8 << 10);
    }

    /**
     * For captures: what some server took must be read, and memory must stay bounded all the same.
     */
    public static Limits forCaptures() {
        return new Limits(64 << 10, 256 << 10, 2048, 64 << 10, 64 << 10);
    }
}
