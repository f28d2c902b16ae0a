package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line for each exchange, written by a thread of its own. Lines that cannot be
 * written are missing in it, and the first time that is told to the {@link System.Logger} {@code
 * dev.linger.server}; those that can be later are written.
 *
 * <pre>{@code
 * AccessLog log = AccessLog.to(Path.of("access.log"), LogFormat.COMBINED);
 * Server.start(Settings.of(8080), handler, log);
 * }</pre>
 *
 * <p>To be closed after its server.
 */
public final class AccessLog implements Listener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.linger.server");
    private static final int MOST_WAITING = 1 << 16;
    private static final int PART_CHARS = 64 << 10;

    private final Path file;
    private final LogFormat format;
    private final ZoneId zone = ZoneId.systemDefault();
    private final WritableByteChannel channel;
    private final BackgroundWriter<ExchangeRecord> background;

    // Of the background thread, and of others when that has ended.
    private final StringBuilder part = new StringBuilder();
    private @Nullable IOException failure;
    private long missing;
    private boolean torn;
    private boolean told;

    AccessLog(Path file, LogFormat format, WritableByteChannel channel) {
        this.file = file;
        this.format = format;
        this.channel = channel;
        this.background = new BackgroundWriter<>("linger-access-log", MOST_WAITING, this::write);
    }

    /**
     * At the end of this file, which is made where there is none.
     *
     * @throws IOException if it cannot be written
     */
    public static AccessLog to(Path file, LogFormat format) throws IOException {
        return new AccessLog(
                file,
                format,
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND));
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        background.give(exchange);
    }

    private void write(List<ExchangeRecord> exchanges) {
        for (ExchangeRecord exchange : exchanges) {
            part.append(format.line(exchange, zone)).append('\n');
            if (part.length() >= PART_CHARS) {
                writePart();
            }
        }
        writePart();
        if (missing() > 0 && !told) {
            told = true;
            LOG.log(Level.WARNING, incomplete());
        }
    }

    private void writePart() {
        // A line that was written in part ends before the next one.
        ByteBuffer bytes = US_ASCII.encode(torn ? "\n" + part : part.toString());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            torn = false;
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            int written = bytes.position();
            missing += linesBehind(torn && written == 0 ? 1 : written, bytes);
            torn = written == 0 ? torn : bytes.get(written - 1) != '\n';
        }
        part.setLength(0);
    }

    private static long linesBehind(int from, ByteBuffer bytes) {
        return IntStream.range(from, bytes.limit()).filter(i -> bytes.get(i) == '\n').count();
    }

    private long missing() {
        return missing + background.leftOut();
    }

    private String incomplete() {
        IOException reason = failure;
        return "the access log "
                + file
                + " is incomplete: "
                + (reason == null
                        ? missing() + " lines came faster than they could be written"
                        : reason.getMessage() + " (lines missing: " + missing() + ")");
    }

    /**
     * Writes what is waiting, and closes the file.
     *
     * @throws IOException if lines are missing, with their number and the reason
     */
    @Override
    public void close() throws IOException {
        background.close();
        try (channel) {
            if (missing() > 0) {
                throw new IOException(incomplete(), failure);
            }
        }
    }
}
