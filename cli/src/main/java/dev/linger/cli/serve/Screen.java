package dev.linger.cli.serve;

import dev.linger.cli.LifeJson;
import dev.linger.cli.Terminal;
import dev.linger.life.JudgedLife;
import dev.linger.life.Wording;
import dev.linger.server.BackgroundWriter;
import dev.linger.server.ExchangeRecord;
import dev.linger.server.Listener;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server is doing, as it does it, written by a thread of its own: a terminal that is held
 * must not hold the server.
 */
final class Screen implements Listener, AutoCloseable {
    private static final int MOST_WAITING = 1 << 14;

    private final Terminal terminal;
    private final boolean isQuiet;
    private final @Nullable Headers headers;
    private final LogLines lines;
    private final @Nullable LifeJson json;
    private final StatusBlock status;
    private final Runnable whenBroken;
    private final BackgroundWriter<Shown> background;
    private List<String> standing = List.of();
    private @Nullable IOException failure;

    /**
     * @param whenBroken is run where nobody can be shown anything any more
     */
    Screen(Terminal terminal, Choices choices, @Nullable Headers headers, Runnable whenBroken) {
        this.terminal = terminal;
        this.isQuiet = choices.isQuiet();
        this.headers = headers;
        this.lines = new LogLines(terminal, ZoneId.systemDefault());
        this.json = choices.isJson() ? new LifeJson(terminal.out()) : null;
        this.status = new StatusBlock(terminal);
        this.whenBroken = whenBroken;
        this.background = new BackgroundWriter<>("linger-screen", MOST_WAITING, this::show);
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        if (!isQuiet) {
            List<String> header = headers == null ? List.of() : headers.take(exchange);
            background.give(new Shown.Answered(exchange, header));
        }
    }

    @Override
    public void closed(JudgedLife life) {
        if (headers != null) {
            headers.forget(life.life().number());
        }
        if (!isQuiet || json != null) {
            background.give(new Shown.Ended(life));
        }
    }

    @Override
    public boolean logsFailures() {
        return true;
    }

    @Override
    public void told(String sentence) {
        background.give(new Shown.Told(sentence));
    }

    /** Shows these lines at the bottom until others come. */
    void stand(List<String> now) {
        background.give(new Shown.Standing(now));
    }

    /** The heading of the rows to come. */
    void begin() throws IOException {
        if (!isQuiet) {
            terminal.print(lines.heading() + "\n");
        }
    }

    private void show(List<Shown> all) {
        if (failure != null) {
            return;
        }
        status.erase();
        try {
            StringBuilder text = new StringBuilder();
            for (Shown one : all) {
                add(text, one);
            }
            if (json != null) {
                json.flush();
            }
            terminal.print(text.toString());
        } catch (IOException e) {
            failure = e;
            whenBroken.run();
        }
        if (!standing.isEmpty()) {
            status.draw(standing);
        }
    }

    private void add(StringBuilder text, Shown one) throws IOException {
        switch (one) {
            case Shown.Answered answered ->
                    lines.answered(answered).forEach(line -> text.append(line).append('\n'));
            case Shown.Ended ended -> {
                if (json != null) {
                    json.write(ended.life());
                } else {
                    text.append(lines.ended(ended.life())).append('\n');
                }
            }
            case Shown.Told told ->
                    terminal.err().println("linger: " + Wording.printable(told.sentence()));
            case Shown.Standing now -> standing = now.lines();
        }
    }

    /**
     * Shows what is left to show, and takes the lines at the bottom away.
     *
     * @throws IOException if not everything could be shown
     */
    @Override
    public void close() throws IOException {
        stand(List.of());
        background.close();
        if (failure != null) {
            throw failure;
        }
        if (background.leftOut() > 0) {
            terminal.err()
                    .println(
                            "linger: "
                                    + Wording.count(background.leftOut(), "line")
                                    + " came faster than they could be shown; --quiet shows none,"
                                    + " --log keeps them in a file");
        }
    }
}
