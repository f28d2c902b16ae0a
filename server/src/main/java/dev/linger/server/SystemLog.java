package dev.linger.server;

import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@link System.Logger} sentences, on a thread of its own: what handlers and clients did
 * wrong as a warning, every connection's end at debug, every exchange at trace. To be closed after
 * its server.
 */
public final class SystemLog implements Listener, AutoCloseable {
    private static final int MOST_WAITING = 1 << 14;

    private record Sentence(Level level, String text, @Nullable Throwable reason) {}

    private final Logger logger;
    private final BackgroundWriter<Sentence> background;

    /** To this logger. */
    public SystemLog(Logger logger) {
        this.logger = logger;
        this.background = new BackgroundWriter<>("linger-log", MOST_WAITING, this::write);
    }

    @Override
    public boolean logsFailures() {
        return true;
    }

    @Override
    public void told(String sentence) {
        if (logger.isLoggable(Level.WARNING)) {
            background.give(new Sentence(Level.WARNING, sentence, null));
        }
    }

    @Override
    public void failed(String sentence, Throwable reason) {
        if (logger.isLoggable(Level.WARNING)) {
            background.give(new Sentence(Level.WARNING, sentence, reason));
        }
    }

    @Override
    public boolean wantsExchanges() {
        return logger.isLoggable(Level.TRACE);
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        if (logger.isLoggable(Level.TRACE)) {
            background.give(new Sentence(Level.TRACE, sentence(exchange), null));
        }
    }

    @Override
    public void closed(JudgedLife life) {
        if (logger.isLoggable(Level.DEBUG)) {
            background.give(new Sentence(Level.DEBUG, sentence(life), null));
        }
    }

    private void write(List<Sentence> sentences) {
        for (Sentence sentence : sentences) {
            logger.log(sentence.level(), sentence.text(), sentence.reason());
        }
    }

    private static String sentence(ExchangeRecord exchange) {
        String request =
                exchange.method() == null
                        ? "what could not be read"
                        : exchange.method() + ' ' + exchange.target();
        return request
                + " of "
                + exchange.client()
                + " was answered with "
                + exchange.status()
                + " after "
                + Seconds.text(exchange.nanos());
    }

    /** The end of a connection: why, by whom, and what was seen. */
    static String sentence(JudgedLife life) {
        Closing closing = life.verdict().closing();
        return "the connection of "
                + life.life().client()
                + " has ended: "
                + closing.cause().word()
                + ", decided by "
                + closing.decidedBy().word()
                + ", closed first by "
                + closing.closedFirst().word()
                + ", in phase "
                + closing.phase().word()
                + "; "
                + life.verdict().evidence().getFirst().says();
    }

    /** Returns when everything is written. */
    @Override
    public void close() {
        background.close();
    }
}
