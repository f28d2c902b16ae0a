package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line for each exchange, written by a thread of its own.
 *
 * <pre>{@code
 * AccessLog log = AccessLog.to(Path.of("access.log"), LogFormat.COMBINED);
 * Server.start(Settings.of(8080), handler, log);
 * }</pre>
 *
 * <p>To be closed after its server.
 */
public final class AccessLog implements Listener, AutoCloseable {
    private static final int MOST_WAITING = 1 << 16;

    private final Path file;
    private final LogFormat format;
    private final ZoneId zone = ZoneId.systemDefault();
    private final BufferedWriter writer;
    private final Aside<ExchangeRecord> aside;
    private volatile @Nullable IOException failure;

    private AccessLog(Path file, LogFormat format, BufferedWriter writer) {
        this.file = file;
        this.format = format;
        this.writer = writer;
        this.aside = new Aside<>("linger-access-log", MOST_WAITING, this::write);
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
                Files.newBufferedWriter(
                        file,
                        US_ASCII,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND));
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        aside.give(exchange);
    }

    private void write(List<ExchangeRecord> exchanges) {
        if (failure != null) {
            return;
        }
        try {
            for (ExchangeRecord exchange : exchanges) {
                writer.write(format.line(exchange, zone));
                writer.write('\n');
            }
            writer.flush();
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Writes what is waiting, and closes the file.
     *
     * @throws IOException if lines are missing, with their number or the reason
     */
    @Override
    public void close() throws IOException {
        aside.close();
        IOException reason = failure;
        try (writer) {
            if (reason != null) {
                throw new IOException(
                        "the access log " + file + " is incomplete: " + reason.getMessage(),
                        reason);
            }
            if (aside.leftOut() > 0) {
                throw new IOException(
                        "the access log "
                                + file
                                + " is incomplete: "
                                + aside.leftOut()
                                + " lines came faster than they could be written");
            }
        }
    }
}
