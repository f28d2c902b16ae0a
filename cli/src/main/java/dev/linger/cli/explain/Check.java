package dev.linger.cli.explain;

import dev.linger.cli.ExitStatus;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.io.PrintStream;
import java.util.List;

/** Whether the findings are such that a script should stop. */
record Check(List<Finding> failing) {

    /** Of these findings. */
    static Check of(List<Finding> findings) {
        return new Check(
                findings.stream()
                        .filter(finding -> finding.weight().compareTo(Weight.WARNING) <= 0)
                        .toList());
    }

    int status() {
        return failing.isEmpty() ? ExitStatus.DONE : ExitStatus.FOUND;
    }

    /** A line for each, for an output that does not tell them. */
    void name(PrintStream err) {
        for (Finding finding : failing) {
            String text =
                    finding.weight().word()
                            + " "
                            + finding.id()
                            + ", "
                            + finding.server()
                            + ": "
                            + FindingLines.what(finding);
            err.println("linger: " + Wording.printable(text));
        }
    }
}
