package dev.linger.cli.explain;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.OutputStream;

/** One finding a line, for machines. */
final class FindingJsonLines implements Printer {
    private final FindingJson json;

    FindingJsonLines(OutputStream out) throws IOException {
        json = FindingJson.lines(out);
    }

    @Override
    public void print(JudgedLife life) {}

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) throws IOException {
        for (Finding finding : outcome.findings()) {
            json.writeLine(finding);
        }
        json.flush();
    }
}
