package dev.linger.cli.explain;

import dev.linger.cli.Glossary;
import dev.linger.cli.Ink;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every finding of one kind with all that is known of it, server by server. */
final class FindingInFull implements Printer {
    private final String id;
    private final Terminal terminal;
    private final Glossary glossary = new Glossary();

    FindingInFull(String id, Terminal terminal) {
        this.id = id;
        this.terminal = terminal;
    }

    @Override
    public void print(JudgedLife life) {}

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) throws IOException {
        List<String> lines = new ArrayList<>();
        if (outcome.findings().isEmpty()) {
            lines.add(id + " was not found in these connections.");
        }
        Map<Endpoint, ServerTraffic> servers = new LinkedHashMap<>();
        outcome.traffic().servers().forEach(server -> servers.put(server.endpoint(), server));
        for (Finding finding : outcome.findings()) {
            ServerTraffic server = servers.remove(finding.server());
            if (server != null) {
                describe(server, outcome.findings(), lines);
            }
        }
        for (String line :
                Wrapped.text(
                        "", "\"linger findings " + id + "\" explains it.", terminal.textWidth())) {
            lines.add(Ink.FAINT.on(line, terminal.coloured()));
        }
        terminal.print(String.join("\n", lines) + "\n");
    }

    private void describe(ServerTraffic server, List<Finding> findings, List<String> lines) {
        lines.add(ServerLines.heading(server, terminal));
        for (Finding finding : findings) {
            if (finding.server().equals(server.endpoint())) {
                lines.addAll(FindingLines.full(finding, terminal, glossary));
                lines.add("");
            }
        }
    }
}
