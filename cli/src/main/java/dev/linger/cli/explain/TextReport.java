package dev.linger.cli.explain;

import dev.linger.capture.link.Counts;
import dev.linger.capture.link.Found;
import dev.linger.cli.Asked;
import dev.linger.cli.Glossary;
import dev.linger.cli.Ink;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.life.CloseCause;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output for people: what was found at each server, and the connections worth a look. Over a
 * stream without end the connections come first, as they end.
 */
final class TextReport implements Printer {
    /** So many connections are simply all listed. */
    private static final int FEW = 20;

    private static final int MOST_SERVERS = 5;
    private static final Comparator<Endpoint> BY_NUMBER =
            Comparator.comparing((Endpoint end) -> !end.isIpv4())
                    .thenComparing(Endpoint::high, Long::compareUnsigned)
                    .thenComparing(Endpoint::low, Long::compareUnsigned)
                    .thenComparingInt(Endpoint::port);
    private static final int MOST_COMPLAINTS = 5;
    private static final String LEGEND =
            "Marks: !! critical: requests fail, or soon will; ! warning: it costs, or a few requests"
                    + " fail; - notice: nothing need change; ok healthy. \"linger causes WORD\""
                    + " explains a word of why.";

    private final Terminal terminal;
    private final Writer out;
    private final boolean isNarrow;
    private final String drawing;
    private final @Nullable Table live;
    private final List<JudgedLife> first = new ArrayList<>();

    /**
     * @param live whether connections are printed as they end
     * @param isNarrow whether only some of the connections were asked for
     * @param drawing how to see one connection in full: a clause that lacks its end
     */
    TextReport(Terminal terminal, boolean live, boolean isNarrow, String drawing) {
        this.terminal = terminal;
        this.isNarrow = isNarrow;
        this.drawing = drawing;
        this.live = live ? LifeTable.ofLivesToCome(terminal) : null;
        out = new BufferedWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
    }

    @Override
    public void print(JudgedLife life) throws IOException {
        if (live != null) {
            if (first.isEmpty()) {
                line(live.heading());
            }
            boolean hurts = LikeEnds.harm(life.verdict().closing().cause()) == 0;
            line(live.line(LifeTable.row(life, hurts)));
        }
        if (first.size() < FEW) {
            first.add(life);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void finish(Outcome outcome) throws IOException {
        if (live != null && !first.isEmpty()) {
            line("");
        }
        line(head(outcome));
        complain(outcome.complaints());
        otherPackets(outcome);
        servers(outcome);
        if (live == null && !first.isEmpty()) {
            table(outcome.traffic());
        }
        out.flush();
    }

    private String head(Outcome outcome) {
        List<String> files = outcome.files();
        String name = files.size() == 1 ? files.getFirst() : Wording.count(files.size(), "file");
        if (name.equals(Asked.STANDARD_INPUT)) {
            name = "standard input";
        }
        String connections = Wording.count(outcome.connections(), "connection");
        if (isNarrow) {
            connections = Wording.count(outcome.traffic().connections()) + " of " + connections;
        }
        return Ink.STRONG.on(Wording.printable(name), terminal.coloured())
                + ": "
                + (outcome.packets() < 0 ? "" : Wording.count(outcome.packets(), "packet") + ", ")
                + connections
                + ", "
                + span(outcome);
    }

    private static String span(Outcome outcome) {
        long jumps = outcome.defects().clockJumps();
        return jumps == 0
                ? Wording.duration(outcome.spanNanos())
                : "duration not known: the clock jumps "
                        + (jumps == 1 ? "once" : Wording.count(jumps, "time"));
    }

    private void complain(List<String> complaints) throws IOException {
        int shown = Math.min(MOST_COMPLAINTS, complaints.size());
        for (String complaint : complaints.subList(0, shown)) {
            lines(Wrapped.text("  ! ", Wording.printable(complaint), terminal.textWidth()));
        }
        if (shown < complaints.size()) {
            line("  ! and " + Wording.count(complaints.size() - shown) + " more like these");
        }
    }

    /** Says what else was in the captures: it may be why connections are missing. */
    private void otherPackets(Outcome outcome) throws IOException {
        Counts counts = outcome.counts();
        notTcp(counts);
        for (Map.Entry<String, Long> tunnel : counts.tunnelled().entrySet()) {
            remark(
                    share(tunnel.getValue(), counts)
                            + " came in "
                            + tunnel.getKey()
                            + ": read inside it");
        }
        for (String linkType : counts.unknownLinkTypes().keySet()) {
            line("  ! link type not known here: " + linkType);
        }
        Defects defects = outcome.defects();
        if (defects.cutOff() > 0) {
            remark(
                    share(defects.cutOff(), counts)
                            + (defects.cutOff() == 1 ? " was" : " were")
                            + " cut off after "
                            + Wording.count(defects.cutOffAt(), "byte")
                            + " when captured");
        }
    }

    private void notTcp(Counts counts) throws IOException {
        List<String> kinds = new ArrayList<>();
        long others = 0;
        boolean areReadable = true;
        for (Found kind : Found.values()) {
            if (kind != Found.TCP && counts.of(kind) > 0) {
                kinds.add(Wording.count(counts.of(kind)) + " " + kind.words());
                others += counts.of(kind);
                areReadable &= kind == Found.UDP || kind == Found.ARP || kind == Found.ICMP;
            }
        }
        if (others > 0) {
            String text =
                    share(others, counts)
                            + (others == 1 ? " is" : " are")
                            + (areReadable ? " not TCP: " : " not TCP or not readable: ")
                            + String.join(", ", kinds);
            lines(Wrapped.text(areReadable ? "  - " : "  ! ", text, terminal.textWidth()));
        }
    }

    private static String share(long count, Counts counts) {
        return Wording.count(count) + " of " + Wording.count(counts.packets(), "packet");
    }

    private void remark(String text) throws IOException {
        lines(Wrapped.text("  ! ", text, terminal.textWidth()));
    }

    private void servers(Outcome outcome) throws IOException {
        Map<Endpoint, List<Finding>> findings = new HashMap<>();
        for (Finding finding : outcome.findings()) {
            findings.computeIfAbsent(finding.server(), _ -> new ArrayList<>()).add(finding);
        }
        List<ServerTraffic> servers = new ArrayList<>(outcome.traffic().servers());
        servers.sort(
                Comparator.comparing((ServerTraffic server) -> rank(server, findings))
                        .thenComparing(TextReport::isStillOpen)
                        .thenComparingLong(server -> -server.all().connections())
                        .thenComparing(ServerTraffic::endpoint, BY_NUMBER));
        int shown = 0;
        for (int paragraphs = 0; paragraphs < MOST_SERVERS && shown < servers.size(); ) {
            List<Finding> here = findings.getOrDefault(servers.get(shown).endpoint(), List.of());
            List<ServerTraffic> alike = alike(servers.subList(shown, servers.size()), findings);
            line("");
            lines(new ServerLines(alike, outcome, here, terminal).lines());
            shown += alike.size();
            paragraphs++;
        }
        if (shown < servers.size()) {
            line("");
            further(servers.subList(shown, servers.size()), findings, outcome.traffic());
        }
    }

    /** The first of these, and those behind it of which the same is to be said. */
    private static List<ServerTraffic> alike(
            List<ServerTraffic> servers, Map<Endpoint, List<Finding>> findings) {
        ServerTraffic first = servers.getFirst();
        int end = 1;
        while (end < servers.size()
                && ServerLines.isSame(first, servers.get(end))
                && !findings.containsKey(first.endpoint())
                && !findings.containsKey(servers.get(end).endpoint())) {
            end++;
        }
        return servers.subList(0, end);
    }

    private static boolean isStillOpen(ServerTraffic server) {
        return server.all().count(CloseCause.OPEN) == server.all().connections();
    }

    /** Servers where something should be done come first; the others stay in their order. */
    private static Weight rank(ServerTraffic server, Map<Endpoint, List<Finding>> findings) {
        List<Finding> here = findings.get(server.endpoint());
        Weight worst = here == null ? Weight.HEALTHY : here.getFirst().weight();
        return worst == Weight.HEALTHY ? Weight.NOTICE : worst;
    }

    private void further(
            List<ServerTraffic> servers, Map<Endpoint, List<Finding>> findings, Traffic traffic)
            throws IOException {
        long connections = traffic.connectionsBeyond();
        long found = 0;
        for (ServerTraffic server : servers) {
            connections += server.all().connections();
            found +=
                    findings.getOrDefault(server.endpoint(), List.of()).stream()
                            .filter(one -> one.weight() != Weight.HEALTHY)
                            .count();
        }
        line(
                Wording.count(connections, "connection")
                        + " to "
                        + (traffic.connectionsBeyond() > 0 ? "more than " : "")
                        + Wording.count(servers.size(), "further server")
                        + (found > 0 ? " with " + Wording.count(found, "finding") : "")
                        + "; --host and --port narrow it down");
    }

    private void table(Traffic traffic) throws IOException {
        line("");
        if (traffic.connections() <= FEW) {
            first.sort(Comparator.comparingLong(judged -> judged.life().number()));
            LifeTable.Shown shown = LifeTable.ofLives(first, terminal);
            lines(shown.lines());
            line("");
            hint(drawing + " as a ladder. " + legend(first) + leftOut(shown));
            return;
        }
        List<LikeEnds> groups = new ArrayList<>();
        traffic.servers().forEach(server -> groups.addAll(server.all().ends()));
        groups.sort(
                Comparator.comparingInt((LikeEnds group) -> group.harm())
                        .thenComparingLong(LikeEnds::count)
                        .thenComparingLong(
                                group -> group.samples().kept().getFirst().life().number()));
        int shown = Math.min(FEW, groups.size());
        LifeTable.Shown table = LifeTable.ofGroups(groups.subList(0, shown), terminal);
        lines(table.lines());
        line("");
        String more =
                shown < groups.size()
                        ? Wording.count(groups.size() - shown, "further kind") + " left out. "
                        : "";
        hint("One of each kind, worst and rarest first. " + more + drawing + ", --json lists all.");
        hint(
                legend(
                                groups.subList(0, shown).stream()
                                        .map(group -> group.samples().kept().getFirst())
                                        .toList())
                        + leftOut(table));
    }

    private static String legend(List<JudgedLife> shown) {
        boolean isHalf = shown.stream().anyMatch(one -> CloseWaits.leftOpenBy(one.life()) != null);
        boolean isGuess = shown.stream().anyMatch(one -> LifeTable.isGuess(one.verdict()));
        boolean isTimeWait =
                shown.stream().anyMatch(one -> ServerLines.isTimeWait(one.verdict().closing()));
        return LEGEND
                + (isTimeWait ? " " + Glossary.TIME_WAIT + "." : "")
                + (isHalf ? " \"only\": the opposite side has not closed yet." : "")
                + (isGuess ? " \"?\": a guess." : "");
    }

    private static String leftOut(LifeTable.Shown table) {
        int count = table.leftOut().size();
        return count == 0
                ? ""
                : " Left out for lack of room: "
                        + (count == 1 ? "the column " : "the columns ")
                        + String.join(", ", table.leftOut())
                        + ".";
    }

    private void hint(String text) throws IOException {
        for (String part : Wrapped.text("", text, terminal.textWidth())) {
            line(Ink.FAINT.on(part, terminal.coloured()));
        }
    }

    private void lines(List<String> lines) throws IOException {
        for (String text : lines) {
            line(text);
        }
    }

    private void line(String text) throws IOException {
        out.write(text);
        out.write('\n');
    }
}
