package dev.linger.cli.explain;

import dev.linger.capture.flow.Ladder;
import dev.linger.capture.flow.Ladders;
import dev.linger.cli.Ink;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection as a ladder, like the flow graph of a packet analyser, and its verdict. */
final class LadderDrawing implements Printer {
    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_WIDTH = 60;
    private static final int MOST_WIDTH = 110;

    private final Terminal terminal;
    private final Writer out;
    private final int width;
    private @Nullable Ladders recorded;
    private @Nullable JudgedLife drawn;

    LadderDrawing(Terminal terminal) {
        this.terminal = terminal;
        out = new BufferedWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
        width =
                terminal.columns() == Terminal.UNLIMITED
                        ? USUAL_WIDTH
                        : Math.clamp(terminal.columns(), LEAST_WIDTH, MOST_WIDTH);
    }

    void record(Ladders ladders) {
        recorded = ladders;
    }

    @Override
    public void print(JudgedLife life) {
        drawn = life;
    }

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) throws IOException {
        JudgedLife judged = drawn;
        Ladder ladder =
                judged == null || recorded == null ? null : recorded.of(judged.life().number());
        if (judged == null || ladder == null) {
            throw new Refusal(
                    "no such connection: there are "
                            + Wording.count(outcome.connections(), "connection")
                            + ", and every other option must fit it too");
        }
        ends(judged.life());
        line("");
        for (Rung rung : Rungs.of(ladder, judged)) {
            line(draw(rung));
        }
        line("");
        verdict(judged);
        out.flush();
    }

    private void ends(ConnectionLife life) throws IOException {
        String client = "client " + life.client();
        String server = "server " + life.server();
        int room = width - Rung.TIME - client.length() - server.length();
        if (room < 2) {
            line(" ".repeat(Rung.TIME) + client);
            room = width - Rung.TIME - server.length();
            line(" ".repeat(Rung.TIME + Math.max(0, room)) + server);
        } else {
            line(" ".repeat(Rung.TIME) + client + " ".repeat(room) + server);
        }
    }

    private String draw(Rung rung) {
        int room = width - Rung.TIME;
        return switch (rung) {
            case Rung.Silence silence ->
                    between(Wording.duration(silence.nanos()) + " of silence" + in(silence));
            case Rung.Alike alike ->
                    between(
                            Wording.count(alike.exchanges(), "more exchange")
                                    + " like these, "
                                    + Wording.duration(alike.nanos()));
            case Rung.LeftOut leftOut -> between(Wording.count(leftOut.packets(), "more packet"));
            case Rung.Unclosed unclosed ->
                    below(unclosed.at(), "CLOSE_WAIT: has not closed yet", Ink.BAD);
            case Rung.Stay stay -> below(stay.at(), "TIME_WAIT, 60 s on Linux", Ink.NOTABLE);
            case Rung.Arrow arrow -> time(arrow.nanos()) + draw(arrow, room);
        };
    }

    private String below(Side side, String text, Ink ink) {
        int left = side == Side.CLIENT ? Rung.TIME : width - text.length();
        return " ".repeat(left) + ink.on(text, terminal.coloured());
    }

    private String between(String words) {
        String text = "... " + words;
        int left = Rung.TIME + Math.max(0, (width - Rung.TIME - text.length()) / 2);
        return " ".repeat(left) + Ink.FAINT.on(text + " ...", terminal.coloured());
    }

    private static String in(Rung.Silence silence) {
        return silence.in().isEmpty() ? "" : " (" + silence.in() + ")";
    }

    private static String time(long nanos) {
        String text = Wording.seconds(nanos);
        return " ".repeat(Math.max(0, Rung.TIME - 2 - text.length())) + text + "  ";
    }

    private String draw(Rung.Arrow arrow, int room) {
        String extent = arrow.extent();
        int left = Math.max(0, room - extent.length() - 6);
        String label = Wording.cut(Wording.printable(arrow.label()), left);
        label += (label.isEmpty() || extent.isEmpty() ? "" : " ") + extent;
        String shaft =
                (arrow.isFirstClose() ? "=" : "-").repeat(Math.max(0, room - label.length() - 2));
        String text =
                arrow.from() == Side.CLIENT ? label + " " + shaft + ">" : "<" + shaft + " " + label;
        return arrow.isFirstClose()
                ? Ink.STRONG.on(text, terminal.coloured())
                : arrow.isTrouble() ? Ink.BAD.on(text, terminal.coloured()) : text;
    }

    private void verdict(JudgedLife judged) throws IOException {
        for (String line : Wrapped.text("", EndInWords.of(judged), width)) {
            line(Ink.STRONG.on(line, terminal.coloured()));
        }
        for (Evidence evidence : judged.verdict().evidence()) {
            long nanos = evidence.at().atNanos() - judged.life().opened().atNanos();
            wrapped(time(nanos), Wording.printable(evidence.says()) + packet(evidence));
        }
        notes(judged.life().notes());
        notes(judged.verdict().notes());
    }

    private void wrapped(String indent, String text) throws IOException {
        for (String line : Wrapped.text(indent, text, width)) {
            line(line);
        }
    }

    private static String packet(Evidence evidence) {
        long packet = evidence.at().packet();
        return packet == 0 ? "" : " (packet " + Wording.count(packet) + ")";
    }

    private void notes(List<String> notes) throws IOException {
        for (String note : notes) {
            wrapped(" ".repeat(Rung.TIME - 6) + "note: ", Wording.printable(note));
        }
    }

    private void line(String text) throws IOException {
        out.write(text.stripTrailing());
        out.write('\n');
    }
}
