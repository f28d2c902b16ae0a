package dev.linger.cli.explain;

import dev.linger.cli.Ink;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.diagnosis.finding.ClientTraffic;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The paragraph about one server endpoint: what was found, who closes first, why, and who pays. */
final class ServerLines {
    private static final int LABEL = 14;
    private static final int MOST_SHARES = 6;
    private static final int MOST_FINDINGS = 3;
    private static final int MOST_OF_NAME = 40;

    /** A server that was active for less of the watch has its rates told as of that part. */
    private static final double NEARLY_ALL = 0.9;

    private final List<ServerTraffic> alike;
    private final ServerTraffic server;
    private final Outcome outcome;
    private final List<Finding> findings;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param alike one, or several of which the same is to be said: {@link #isSame}
     * @param findings at this server, heaviest first
     */
    ServerLines(
            List<ServerTraffic> alike, Outcome outcome, List<Finding> findings, Terminal terminal) {
        this.alike = alike;
        server = alike.getFirst();
        this.outcome = outcome;
        this.findings = findings;
        this.terminal = terminal;
    }

    List<String> lines() {
        if (alike.size() > 1) {
            for (String line : Wrapped.text("", headingOfAll(), terminal.textWidth())) {
                lines.add(Ink.STRONG.on(line, terminal.coloured()));
            }
        } else {
            lines.add(heading(server, terminal));
        }
        findings();
        addList("active", active());
        if (server.all().connections() == 1) {
            ended();
        } else {
            addList("closed first", closedFirst());
            addList("why", shares(ServerLines::why));
            addList("TIME_WAIT at", shares(group -> group.timeWaitAt().word()));
        }
        numbers();
        for (IdleTimeout timeout : outcome.idleTimeouts()) {
            if (timeout.server().equals(server.endpoint())) {
                add("idle timeout", List.of(describe(timeout).split(" ", -1)));
            }
        }
        return lines;
    }

    private void numbers() {
        TallyLines numbers = new TallyLines(server.all());
        if (server.all().connections() > 1) {
            addList("TIME_WAIT max", numbers.timeWaits());
            addList("resets", numbers.resets());
            addList("requests", numbers.requests());
        }
        addList("handshakes", alike.size() == 1 ? numbers.opening() : List.of());
        addList("packets", alike.size() == 1 ? numbers.packets() : List.of());
        if (server.all().connections() > 1) {
            addList("clients", TallyLines.clients(server));
        }
        addList("advertised", advertised());
    }

    /** Of one connection, where no sentence about it has said so already. */
    private void ended() {
        JudgedLife one = only();
        CloseCause cause = one.verdict().closing().cause();
        boolean isSaid =
                findings.isEmpty()
                        || cause == CloseCause.OPEN
                        || cause == CloseCause.UNKNOWN
                        || cause == CloseCause.REFUSED
                        || cause == CloseCause.UNANSWERED;
        if (!isSaid) {
            String text = EndInWords.of(one, outcome.traffic().toNanos());
            add("ended", List.of(text.split(" ", -1)));
        }
        if (!findings.isEmpty()) {
            addList("missing", EndInWords.notCaptured(one).stream().toList());
        }
    }

    /** What the server said of its timeout, where that may be why it closed. */
    private List<String> advertised() {
        int hint = server.all().hintTimeoutSeconds();
        boolean closed =
                server.all()
                                .count(kind ->
                                        kind.likeness().cause() == CloseCause.IDLE_TIMEOUT
                                                && kind.likeness().decidedBy() == DecidedBy.SERVER)
                        > 0;
        return hint > 0 && closed
                ? List.of("\"Keep-Alive: timeout=" + hint + "\" by the server")
                : List.of();
    }

    /** Whether each had one connection, and of both the same is to be said, findings aside. */
    static boolean isSame(ServerTraffic one, ServerTraffic other) {
        return one.all().connections() == 1
                && other.all().connections() == 1
                && one.names().all().isEmpty()
                && other.names().all().isEmpty()
                && EndInWords.of(only(one)).equals(EndInWords.of(only(other)));
    }

    private String headingOfAll() {
        List<String> names = alike.stream().map(one -> one.endpoint().toString()).toList();
        return String.join(", ", names) + ": 1 connection each";
    }

    private List<String> active() {
        double seconds = server.all().activeSeconds();
        boolean hasRates =
                server.all().connections() > 1
                        && findings.stream().anyMatch(one -> one.weight() != Weight.HEALTHY);
        if (hasRates && seconds < 1) {
            String active = Wording.duration(Math.round(seconds * 1e9));
            return List.of("for " + active + " only: too short for rates a second");
        }
        double watchedSeconds = Math.max(outcome.spanNanos() / 1e9, outcome.traffic().seconds());
        if (!hasRates || seconds >= watchedSeconds * NEARLY_ALL) {
            return List.of();
        }
        String text =
                "for "
                        + Wording.duration(Math.round(seconds * 1e9))
                        + " of the "
                        + Wording.duration(Math.round(watchedSeconds * 1e9))
                        + " watched; rates are of that time";
        return List.of(text);
    }

    /** The count is of all that were judged so, of which some may lie beside the others. */
    private String describe(IdleTimeout timeout) {
        String product = timeout.product();
        long judged = judged(timeout);
        long millis = Math.round(timeout.seconds() * 1e3);
        return (millis < 1000 ? millis + " ms" : Wording.duration(millis * 1_000_000))
                + " of the "
                + timeout.closer().word()
                + " ("
                + (judged > timeout.closings()
                        ? Wording.count(timeout.closings()) + " of " + Wording.count(judged)
                        : Wording.count(timeout.closings()))
                + (Math.max(judged, timeout.closings()) == 1 ? " closing" : " closings")
                + ", spread "
                + Wording.duration(Math.round(timeout.spreadSeconds() * 1e9))
                + ")"
                + (product == null ? "" : "; fits " + product);
    }

    private long judged(IdleTimeout timeout) {
        return tally(timeout)
                .count(kind ->
                        kind.likeness().cause() == CloseCause.IDLE_TIMEOUT
                                && kind.likeness()
                                        .closedFirst()
                                        .word()
                                        .equals(timeout.closer().word()));
    }

    private Tally tally(IdleTimeout timeout) {
        return server.clients().stream()
                .filter(client -> client.address().equals(timeout.client()))
                .findFirst()
                .map(ClientTraffic::all)
                .orElse(server.all());
    }

    /** The worst of them in brief; the others by name. */
    private void findings() {
        if (findings.isEmpty()) {
            lines.addAll(Wrapped.text("  ", withoutFinding(), terminal.textWidth()));
        }
        int shown = Math.min(MOST_FINDINGS, findings.size());
        for (Finding finding : findings.subList(0, shown)) {
            lines.addAll(FindingLines.brief(finding, terminal));
        }
        List<Finding> rest =
                findings.subList(shown, findings.size()).stream()
                        .filter(finding -> finding.weight() != Weight.HEALTHY)
                        .toList();
        if (!rest.isEmpty()) {
            String ids =
                    rest.stream().map(Finding::id).distinct().collect(Collectors.joining(", "));
            String text =
                    "and "
                            + Wording.count(rest.size(), "finding")
                            + " more: "
                            + ids
                            + "; --finding ID shows each";
            lines.addAll(Wrapped.text("      ", text, terminal.textWidth()));
        }
    }

    private String withoutFinding() {
        long connections = server.all().connections();
        if (connections == 1) {
            return (alike.size() == 1 ? "the only connection: " : "")
                    + EndInWords.of(only(), outcome.traffic().toNanos());
        }
        List<LikeEnds> kinds = List.copyOf(server.all().ends());
        if (kinds.size() > 1) {
            return "no finding: they ended in " + Wording.count(kinds.size()) + " ways";
        }
        return "no finding; "
                + (connections == 2 ? "both" : "all " + Wording.count(connections))
                + " connections: "
                + EndInWords.ofAll(kinds.getFirst());
    }

    private JudgedLife only() {
        return only(server);
    }

    private static JudgedLife only(ServerTraffic server) {
        return server.all().ends().iterator().next().samples().kept().getFirst();
    }

    /** Whether such an end leaves a socket in TIME_WAIT. */
    static boolean isTimeWait(Closing closing) {
        return switch (closing.timeWaitAt()) {
            case CLIENT, SERVER, BOTH -> true;
            case NOBODY, UNKNOWN -> false;
        };
    }

    /** Its name, and how much is known of it. */
    static String heading(ServerTraffic server, Terminal terminal) {
        StringBuilder text = new StringBuilder();
        text.append(Ink.STRONG.on(server.endpoint().toString(), terminal.coloured()));
        List<String> names = server.names().all();
        if (!names.isEmpty()) {
            String all = Wording.printable(String.join(" and ", names));
            text.append(", ").append(Wording.cut(all, MOST_OF_NAME));
        }
        text.append(": ").append(Wording.count(server.all().connections(), "connection"));
        text.append(requests(server.all()));
        return text.toString();
    }

    /** The mean is of all connections, or else it says of how many. */
    private static String requests(Tally all) {
        if (all.readable() == 0) {
            return "";
        }
        if (all.connections() == 1 || all.readable() < all.connections()) {
            String where =
                    all.connections() == 1
                            ? ""
                            : " on " + Wording.count(all.readable()) + " of them";
            return ", " + atLeast(all) + Wording.count(all.requests(), "request") + where;
        }
        return ", "
                + atLeast(all)
                + Wording.ratio(all.requests(), all.readable())
                + (all.requests() == all.readable() ? " request each" : " requests each");
    }

    /** Connections that began before the capture may have carried more. */
    private static String atLeast(Tally all) {
        return all.begunBefore() > 0 ? "at least " : "";
    }

    private static String why(LikeEnds group) {
        boolean isGuess =
                group.samples().kept().stream().allMatch(one -> LifeTable.isGuess(one.verdict()));
        String cause = group.likeness().cause().word() + (isGuess ? LifeTable.GUESS : "");
        return switch (group.likeness().decidedBy()) {
            case CLIENT, SERVER, KERNEL, NETWORK, OPERATOR ->
                    cause + " by the " + group.likeness().decidedBy().word();
            case UNKNOWN -> cause;
        };
    }

    /** And how many the opposite side has not closed yet. */
    private List<String> closedFirst() {
        List<String> items =
                new ArrayList<>(shares(group -> group.likeness().closedFirst().word()));
        for (Side side : Side.values()) {
            long open = server.all().wire().closeWaits(side).samples().count();
            if (open > 0) {
                items.add(Wording.count(open) + " not closed yet by the " + side.word());
            }
        }
        return items;
    }

    private List<String> shares(Function<LikeEnds, String> reading) {
        List<String> items = new ArrayList<>();
        long rest = 0;
        for (Tally.Share<String> share : server.all().sharesBy(reading)) {
            if (items.size() == MOST_SHARES) {
                rest += share.count();
                continue;
            }
            items.add(share.value() + " " + ofAll(share.count()));
        }
        if (rest > 0) {
            items.add("other " + ofAll(rest));
        }
        return items;
    }

    private String ofAll(long count) {
        return Wording.count(count) + " (" + Wording.share(count, server.all().connections()) + ")";
    }

    /** Nothing where there is none. */
    private void addList(String label, List<String> items) {
        if (!items.isEmpty()) {
            List<String> pieces = new ArrayList<>();
            items.subList(0, items.size() - 1).forEach(item -> pieces.add(item + ","));
            pieces.add(items.getLast());
            add(label, pieces);
        }
    }

    private void add(String label, List<String> pieces) {
        String indent = "  " + label + " ".repeat(LABEL - label.length());
        lines.addAll(Wrapped.pieces(indent, pieces, terminal.textWidth()));
    }
}
