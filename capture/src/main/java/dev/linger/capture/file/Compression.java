package dev.linger.capture.file;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a capture is packed: told by its first bytes, never by its name. */
enum Compression {
    NONE(""),
    GZIP("gzip"),
    ZSTD("zstd");

    private final String word;

    Compression(String word) {
        this.word = word;
    }

    static Compression of(byte[] head) {
        if (head.length >= 2 && (head[0] & 255) == 0x1f && (head[1] & 255) == 0x8b) {
            return GZIP;
        }
        int magic = 0;
        for (int at = Math.min(head.length, 4) - 1; at >= 0; at--) {
            magic = (magic << 8) | (head[at] & 255);
        }
        return magic == 0xfd2fb528 ? ZSTD : NONE;
    }

    String word() {
        return word;
    }

    /** The bytes of the capture itself. */
    InputStream unpack(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, 64 * 1024);
            case ZSTD -> new Zstd(in);
        };
    }

    /**
     * Tells broken input by an IOException, as the other streams do. The decompressor keeps back up
     * to a window (a megabyte, often) until the frame ends: of a cut file, that much is not read.
     */
    private static final class Zstd extends FilterInputStream {
        /** A read that meets the broken place loses what it has unpacked so far: keep it short. */
        private static final int LONGEST_READ = 64 * 1024;

        Zstd(InputStream in) {
            super(new ZstdInputStream(in));
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                return super.read(bytes, from, Math.min(length, LONGEST_READ));
            } catch (IOException e) {
                // The decompressor's own, where its input ends within a frame.
                throw "Not enough input bytes".equals(e.getMessage())
                        ? new EOFException(e.getMessage())
                        : e;
            } catch (RuntimeException e) {
                throw new IOException(told(String.valueOf(e.getMessage())), e);
            }
        }

        private static String told(String reason) {
            return reason.contains("Window size too large")
                    ? "its zstd window is larger than the 8 MiB that are read here, as --long and"
                            + " --ultra make it; unpack it before: zstd -dc FILE | linger explain -"
                    : "broken zstd data (" + reason + ")";
        }
    }
}
