package dev.linger.cli.doctor;

import dev.linger.cli.Ink;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** One remark as lines for people. */
final class RemarkLines {
    private static final int MARK = 4;
    private static final int LABEL = 10;

    private final Remark remark;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private RemarkLines(Remark remark, Terminal terminal) {
        this.remark = remark;
        this.terminal = terminal;
    }

    /** All of it; of what is healthy only what it is. */
    static List<String> of(Remark remark, Terminal terminal) {
        RemarkLines made = new RemarkLines(remark, terminal);
        made.what();
        if (remark.weight() != Weight.HEALTHY) {
            made.add("evidence", remark.evidence());
            made.add("so what", List.of(remark.soWhat()));
            made.fix();
            made.add("source", List.of(remark.source()));
        }
        return made.lines;
    }

    private static String mark(Weight weight) {
        return switch (weight) {
            case CRITICAL -> "!!";
            case WARNING -> "!";
            case NOTICE -> "-";
            case HEALTHY -> "ok";
        };
    }

    private static Ink ink(Weight weight) {
        return switch (weight) {
            case CRITICAL -> Ink.BAD;
            case WARNING -> Ink.NOTABLE;
            case NOTICE -> Ink.FAINT;
            case HEALTHY -> Ink.GOOD;
        };
    }

    private void what() {
        String mark = mark(remark.weight());
        String indent = "  " + mark + " ".repeat(MARK - mark.length());
        String text = Wording.printable(remark.what()) + " (" + remark.id() + ")";
        List<String> wrapped = Wrapped.text(indent, text, terminal.textWidth());
        String inked = ink(remark.weight()).on(mark, terminal.coloured());
        lines.add("  " + inked + wrapped.getFirst().substring(2 + mark.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
    }

    private void add(String label, List<String> texts) {
        String begin = label;
        for (String text : texts) {
            String indent = " ".repeat(2 + MARK) + begin + " ".repeat(LABEL - begin.length());
            lines.addAll(Wrapped.text(indent, Wording.printable(text), terminal.textWidth()));
            begin = "";
        }
    }

    /** Lines to copy are not wrapped. */
    private void fix() {
        String label = "fix";
        for (String line : remark.fix()) {
            String indent = " ".repeat(2 + MARK) + label + " ".repeat(LABEL - label.length());
            lines.add((indent + Wording.printable(line)).stripTrailing());
            label = "";
        }
    }
}
