package dev.linger.cli.doctor;

import dev.linger.cli.Marked;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** One remark as lines for people. */
final class RemarkLines {
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

    private void what() {
        String text = remark.what() + " (" + remark.id() + ")";
        lines.addAll(Marked.text(remark.weight(), text, terminal));
    }

    private void add(String label, List<String> texts) {
        String begin = label;
        for (String text : texts) {
            lines.addAll(Marked.labelled(begin, text, terminal));
            begin = "";
        }
    }

    /** Lines to copy are not wrapped. */
    private void fix() {
        String label = "fix";
        for (String line : remark.fix()) {
            lines.add((Marked.label(label) + Wording.printable(line)).stripTrailing());
            label = "";
        }
    }
}
