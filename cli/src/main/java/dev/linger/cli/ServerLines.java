package dev.linger.cli;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.CloseCause;
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

    private final ServerTraffic server;
    private final double watchedSeconds;
    private final List<IdleTimeout> idleTimeouts;
    private final List<Finding> findings;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param watchedSeconds from the first packet of all servers to the last one
     * @param idleTimeouts of all servers
     * @param findings at this server, heaviest first
     */
    ServerLines(
            ServerTraffic server,
            double watchedSeconds,
            List<IdleTimeout> idleTimeouts,
            List<Finding> findings,
            Terminal terminal) {
        this.server = server;
        this.watchedSeconds = watchedSeconds;
        this.idleTimeouts = idleTimeouts;
        this.findings = findings;
        this.terminal = terminal;
    }

    List<String> lines() {
        lines.add(heading(server, terminal));
        findings();
        addList("active", active());
        addList("closed first", closedFirst());
        addList("why", shares(ServerLines::why));
        addList("TIME_WAIT at", shares(group -> group.timeWaitAt().word()));
        TallyLines numbers = new TallyLines(server.all());
        addList("TIME_WAIT max", numbers.timeWaits());
        addList("resets", numbers.resets());
        addList("requests", numbers.requests());
        addList("handshakes", numbers.opening());
        addList("clients", TallyLines.clients(server));
        for (IdleTimeout timeout : idleTimeouts) {
            if (timeout.server().equals(server.endpoint())) {
                add("idle timeout", List.of(describe(timeout).split(" ", -1)));
            }
        }
        return lines;
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

    private static String describe(IdleTimeout timeout) {
        String product = timeout.product();
        return Wording.duration(Math.round(timeout.seconds() * 1000) * 1_000_000)
                + " of the "
                + timeout.closer().word()
                + " ("
                + Wording.count(timeout.closings(), "closing")
                + ", spread "
                + Wording.duration(Math.round(timeout.spreadSeconds() * 1e9))
                + ")"
                + (product == null ? "" : "; fits " + product);
    }

    /** The worst of them in brief; the others by name. */
    private void findings() {
        if (findings.isEmpty()) {
            lines.addAll(
                    Wrapped.text(
                            "  ",
                            server.all().connections() == 1
                                    ? "the only connection: " + inAll(only())
                                    : "no finding: nothing here that several connections share",
                            terminal.textWidth()));
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

    /** Of what is not known, also why not. */
    private static String inAll(JudgedLife one) {
        List<String> notes = one.verdict().notes();
        boolean isUnknown = one.verdict().closing().cause() == CloseCause.UNKNOWN;
        return LadderDrawing.inAll(one)
                + (isUnknown && !notes.isEmpty()
                        ? notes.getLast().replace("cannot tell from here: ", ", because ")
                        : "");
    }

    private JudgedLife only() {
        return server.all().ends().iterator().next().samples().kept().getFirst();
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
            return ", " + Wording.count(all.requests(), "request") + where;
        }
        return ", "
                + Wording.ratio(all.requests(), all.readable())
                + (all.requests() == all.readable() ? " request each" : " requests each");
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
