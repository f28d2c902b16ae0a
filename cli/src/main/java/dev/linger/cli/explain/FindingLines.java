package dev.linger.cli.explain;

import dev.linger.cli.Glossary;
import dev.linger.cli.Marked;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One finding as lines for people, in brief or in full. */
final class FindingLines {
    /** Where lines to copy begin, if they fit. */
    private static final int COPIED = 18;

    /** A change that is longer is left out in brief: half of one is of no use. */
    private static final int MOST_COPIED = 8;

    private static final int MOST_NAMED = 4;

    /** More of a field of a message says nothing new. */
    private static final int MOST_OF_FIELD = 60;

    private final Finding finding;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private FindingLines(Finding finding, Terminal terminal) {
        this.finding = finding;
        this.terminal = terminal;
    }

    /** Cause, cost and setting where something should be done; else why nothing need be done. */
    static List<String> brief(Finding finding, Terminal terminal) {
        FindingLines brief = new FindingLines(finding, terminal);
        switch (finding.weight()) {
            case CRITICAL, WARNING -> {
                brief.what(what(finding));
                brief.add("because", finding.because());
                brief.add("costs", finding.costs());
                brief.add("change", finding.next());
                brief.shortSettings();
                brief.add("expect", finding.expect());
                brief.add("price", finding.price());
                brief.hint();
            }
            case NOTICE -> {
                brief.what(what(finding) + " (--finding " + finding.id() + ")");
                brief.add("change", finding.next());
            }
            case HEALTHY -> brief.what(what(finding));
        }
        return brief.lines;
    }

    /** All that is known of it, and below it the words that came up for the first time. */
    static List<String> full(Finding finding, Terminal terminal, Glossary glossary) {
        FindingLines full = new FindingLines(finding, terminal);
        full.what(what(finding));
        full.add("because", finding.because());
        full.add("costs", finding.costs());
        full.add("change", finding.next());
        full.settings(finding.changes(), "setting");
        full.add("expect", finding.expect());
        full.add("price", finding.price());
        full.words(glossary);
        full.evidence();
        full.figures();
        return full.lines;
    }

    /** What was found, and with which client where it is not all of them. */
    static String what(Finding finding) {
        Endpoint client = finding.client();
        return client == null || finding.what().contains(client.address())
                ? finding.what()
                : finding.what() + " (client " + client.address() + ")";
    }

    private void what(String text) {
        lines.addAll(Marked.text(finding.weight(), text, terminal));
    }

    /** Nothing where there is no text. */
    private void add(String label, String text) {
        if (!text.isEmpty()) {
            lines.addAll(Marked.labelled(label, text, terminal));
        }
    }

    /**
     * What is sure to be of use, and what is meant instead of a client that may be a proxy: of
     * several programs that it may be, none is the first.
     */
    private List<Change> sureChanges() {
        List<Change> all = finding.changes();
        boolean areOfOne = all.stream().map(Change::software).distinct().count() == 1;
        List<Change> sure = new ArrayList<>();
        for (Change one : all) {
            boolean isInstead =
                    !sure.isEmpty()
                            && one.software() == Software.NGINX_UPSTREAM
                            && sure.getLast().software().side() == Side.CLIENT;
            if (areOfOne || !one.isOneOfSeveral() || isInstead) {
                sure.add(one);
            }
        }
        return sure;
    }

    /** As many of those as fit, each with all its parts. */
    private List<Change> shortChanges() {
        List<Change> sure = sureChanges();
        int fitting = 0;
        for (int end = 1; end <= sure.size(); end++) {
            boolean isWhole = end == sure.size() || !sure.get(end).isPart();
            if (isWhole && isShort(sure.subList(0, end))) {
                fitting = end;
            }
        }
        return sure.subList(0, fitting);
    }

    private void shortSettings() {
        String label = candidates() ? "or" : "setting";
        settings(shortChanges(), label);
    }

    /** Those of programs that it may be, where they come before what is sure. */
    private List<Change> uncertainChanges() {
        List<Change> sure = sureChanges();
        List<Change> all = finding.changes();
        int end = sure.isEmpty() ? all.size() : all.indexOf(sure.getFirst());
        Set<Software> named = EnumSet.noneOf(Software.class);
        return all.subList(0, end).stream().filter(one -> named.add(one.software())).toList();
    }

    /** The first of those, a line each; whether there are any that fit a line. */
    private boolean candidates() {
        List<Change> all = uncertainChanges();
        List<Change> shown =
                all.stream()
                        .filter(one -> one.text().lines().count() == 1)
                        .limit(MOST_NAMED)
                        .toList();
        if (shown.isEmpty()) {
            return false;
        }
        int others = all.size() - shown.size();
        add(
                "setting",
                "by what "
                        + owner(shown)
                        + " is"
                        + (others == 0
                                ? ":"
                                : " ("
                                        + Wording.count(others, "other")
                                        + " in --finding "
                                        + finding.id()
                                        + "):"));
        for (Change one : shown) {
            String indent = " ".repeat(COPIED) + one.software().label();
            String placed = indent + " (" + one.where() + "): " + one.text();
            boolean fits = placed.length() <= terminal.textWidth();
            lines.add(fits ? placed : indent + ": " + one.text());
        }
        return true;
    }

    /** Whose settings these are, if they are those of one side. */
    private String owner(List<Change> changes) {
        boolean areServers = changes.stream().allMatch(one -> one.software().side() == Side.SERVER);
        return areServers ? finding.server() + " itself" : "it";
    }

    private static boolean isShort(List<Change> changes) {
        return changes.stream().mapToLong(one -> one.text().lines().count()).sum() <= MOST_COPIED;
    }

    private void settings(List<Change> changes, String first) {
        String label = first;
        for (Change change : changes) {
            setting(change.isPart() && !label.equals("setting") ? "and" : label, change);
            label = "or";
        }
    }

    /** Whose it is, and by what that is known. */
    private String owner(Change change) {
        String name = change.software().label();
        boolean isServer = change.software().side() == Side.SERVER;
        if (change.isPart()) {
            return "needed with it";
        }
        if (change.isOneOfSeveral()) {
            return "if " + (isServer ? finding.server() + " itself" : "the client") + " is " + name;
        }
        if (change.knownBy().isEmpty()) {
            return name;
        }
        // A proxy passes the names of those whom it serves on, RFC 9110, section 10.1.5.
        String doubt = isServer ? "" : "; a proxy in between would be the client";
        return name + " (" + Wording.cut(change.knownBy(), MOST_OF_FIELD) + doubt + ")";
    }

    private void setting(String label, Change change) {
        add(label, owner(change) + ", " + change.where() + ":");
        List<String> copied = change.text().lines().toList();
        int longest = copied.stream().mapToInt(String::length).max().orElse(0);
        // What is to be copied is not wrapped: it moves to the left where that makes room.
        int indent = Math.clamp(terminal.textWidth() - (long) longest, 0, COPIED);
        for (String line : copied) {
            lines.add((" ".repeat(indent) + line).stripTrailing());
        }
    }

    private void hint() {
        List<String> more = new ArrayList<>();
        List<Change> shown = shortChanges();
        List<String> others =
                finding.changes().stream()
                        .filter(change -> !shown.contains(change))
                        .map(change -> change.software().label())
                        .distinct()
                        .toList();
        if (!others.isEmpty()) {
            more.add((shown.isEmpty() ? "settings for " : "also for ") + named(others));
        }
        more.add("evidence");
        add("more", "--finding " + finding.id() + ": " + String.join(", ", more));
    }

    private static String named(List<String> names) {
        int shown = names.size() <= MOST_NAMED ? names.size() : MOST_NAMED;
        String some = String.join(", ", names.subList(0, shown));
        return shown == names.size()
                ? some
                : some + " or " + Wording.count(names.size() - shown, "other");
    }

    private void words(Glossary glossary) {
        String text =
                String.join(
                        "\n",
                        finding.what(),
                        finding.because(),
                        finding.costs(),
                        finding.next(),
                        finding.expect(),
                        finding.price());
        String label = "words";
        for (String word : glossary.newIn(text)) {
            add(label, word);
            label = "";
        }
    }

    private void evidence() {
        String label = "seen";
        for (Seen seen : finding.evidence()) {
            String packet = seen.packet() == 0 ? "" : ", packet " + Wording.count(seen.packet());
            String place = "connection " + seen.connection() + packet;
            add(label, place + ": " + seen.says());
            label = "";
        }
    }

    private void figures() {
        String label = "figures";
        for (var figure : finding.figures().entrySet()) {
            if (!Double.isFinite(figure.getValue())) {
                continue;
            }
            add(label, figure.getKey() + " " + Figures.text(figure.getValue()));
            label = "";
        }
    }
}
