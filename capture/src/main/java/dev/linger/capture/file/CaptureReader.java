package dev.linger.capture.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads packets from a capture: pcap or pcapng, plain or packed with gzip or zstd, from a file or a
 * pipe. All of that is told by the bytes, never by a name. A packet is handed over as soon as all
 * of it is there, and costs no allocation. Memory does not grow with the capture. Not thread-safe.
 *
 * <p>A capture of which nothing can be read is refused with {@link BadCaptureException}; one that
 * breaks later is read up to there, and {@link #complaints()} says why no further.
 */
public final class CaptureReader implements Closeable {
    private final Source source;
    private final long size;
    private final Compression compression;
    private final Pieces pieces;
    private final Layout layout;
    private final List<String> complaints = new ArrayList<>();
    private long packets;
    private boolean ended;
    private boolean isBroken;

    /**
     * Opens a file; also a named pipe, whose writer it waits for.
     *
     * @throws BadCaptureException where it cannot be opened or is no capture
     */
    public static CaptureReader open(Path file) throws BadCaptureException {
        String name = file.toString();
        try {
            if (Files.isDirectory(file)) {
                throw new BadCaptureException(
                        name + ": is a directory; name the capture files in it");
            }
            if (Files.notExists(file)) {
                throw new BadCaptureException(name + ": there is no such file");
            }
            if (!Files.isReadable(file)) {
                throw new BadCaptureException(
                        name + ": may not be read by this user; change its owner or mode");
            }
            long size = Files.isRegularFile(file) ? Files.size(file) : -1;
            return startOf(new FileInputStream(file.toFile()), name, size);
        } catch (IOException e) {
            throw new BadCaptureException(name + ": cannot be opened: " + e.getMessage());
        }
    }

    /**
     * Reads a stream to its end and then closes it.
     *
     * @param name what messages call it
     * @throws BadCaptureException where it is no capture
     */
    public static CaptureReader of(InputStream in, String name) throws BadCaptureException {
        return startOf(in, name, -1);
    }

    private static CaptureReader startOf(InputStream in, String name, long size)
            throws BadCaptureException {
        try {
            return new CaptureReader(new Source(in), name, size);
        } catch (EOFException e) {
            close(in);
            throw new BadCaptureException(
                    name + ": cannot be read: it ends inside the header of its compression");
        } catch (IOException e) {
            close(in);
            throw new BadCaptureException(name + ": cannot be read: " + e.getMessage());
        } catch (BadCaptureException e) {
            close(in);
            throw e;
        }
    }

    private CaptureReader(Source source, String name, long size)
            throws IOException, BadCaptureException {
        this.source = source;
        this.size = size;
        byte[] head = source.head();
        this.compression = Compression.of(head);
        this.pieces = new Pieces(compression.unpack(source), name);
        if (head.length == 0) {
            throw pieces.bad("is empty: not even a file header was written");
        }
        if (!pieces.has(4)) {
            throw pieces.cut("its first four bytes", 4);
        }
        this.layout = recognize(pieces);
    }

    private static Layout recognize(Pieces pieces) throws BadCaptureException {
        Layout pcap = Pcap.recognize(pieces);
        Layout layout = pcap != null ? pcap : Pcapng.recognize(pieces);
        if (layout == null && Writing.isIn(pieces)) {
            throw pieces.bad(
                    "is text, which begins with \"%s\"; wanted is a capture of packets: pcap or pcapng, as tcpdump -w and Wireshark save them"
                            .formatted(Writing.opening(pieces)));
        }
        if (layout == null) {
            throw pieces.bad(
                    "is neither pcap nor pcapng: it begins with %08x; save it with tcpdump -w or from Wireshark"
                            .formatted(Integer.reverseBytes(pieces.littleInt(pieces.at))));
        }
        return layout;
    }

    /**
     * Fills the packet with the next one of the capture and counts its number up by one: with the
     * same view, numbers go on from one capture to the next.
     *
     * @return false at the end of what can be read
     */
    public boolean next(Packet packet) {
        if (ended) {
            return false;
        }
        try {
            if (layout.next(packet)) {
                packet.number++;
                packets++;
                return true;
            }
        } catch (BadCaptureException e) {
            complaints.add(e.getMessage() + "; " + soFar());
            isBroken = !e.isCut();
        }
        ended = true;
        if (!layout.remark().isEmpty()) {
            complaints.add(pieces.bad(layout.remark()).getMessage());
        }
        return false;
    }

    private String soFar() {
        return packets == 1
                ? "1 packet before it was read"
                : packets + " packets before it were read";
    }

    /** Sentences about what could not be read or is not to be trusted; complete at the end. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /**
     * Whether it could not be read on from some place; not where only its last packet is cut, as it
     * is where the program that wrote it was killed. Known at the end.
     */
    public boolean isBroken() {
        return isBroken;
    }

    /** Bytes taken from the file or pipe, packed as they are. */
    public long bytesRead() {
        return source.count();
    }

    /** Bytes of the file when it was opened; -1 for a pipe. */
    public long sizeInBytes() {
        return size;
    }

    /** In words: {@code pcap, microseconds, gzip}. */
    public String format() {
        return compression == Compression.NONE
                ? layout.format()
                : layout.format() + ", " + compression.word();
    }

    /** Closes the file or stream. */
    @Override
    public void close() {
        close(source);
    }

    /** What was read stays right though closing fails. */
    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException ignored) {
            return;
        }
    }
}
