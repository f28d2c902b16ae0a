package dev.linger.cli;

import dev.linger.diagnosis.SummaryGroup;
import dev.linger.diagnosis.SummaryServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The paragraph about one server endpoint: who closes first, why, and who pays. */
final class ServerLines {
    private static final int LABEL = 14;
    private static final int MOST_SHARES = 6;

    /** Where the output is no terminal: wide enough to read, narrow enough to quote. */
    private static final int USUAL_WIDTH = 96;

    private final SummaryServer server;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    ServerLines(SummaryServer server, Terminal terminal) {
        this.server = server;
        this.terminal = terminal;
    }

    List<String> lines() {
        lines.add(heading());
        add("closed first", shares(group -> group.likeness().closedFirst().word()));
        add("why", shares(ServerLines::why));
        add("TIME_WAIT", shares(group -> "at " + group.timeWaitAt().word()));
        return lines;
    }

    private String heading() {
        StringBuilder text = new StringBuilder();
        text.append(Ink.STRONG.on(server.endpoint().toString(), terminal.coloured()));
        if (server.product() != null) {
            text.append(", ").append(Wording.cut(Wording.printable(server.product()), 40));
        }
        text.append(": ").append(Wording.count(server.connections(), "connection"));
        if (server.readable() > 0) {
            text.append(", ")
                    .append(Wording.ratio(server.requests(), server.readable()))
                    .append(" requests each");
        }
        return text.toString();
    }

    private static String why(SummaryGroup group) {
        String cause = group.likeness().cause().word();
        return switch (group.likeness().decidedBy()) {
            case CLIENT, SERVER, KERNEL, NETWORK, OPERATOR ->
                    cause + " by the " + group.likeness().decidedBy().word();
            case UNKNOWN -> cause;
        };
    }

    private List<String> shares(Function<SummaryGroup, String> reading) {
        List<String> items = new ArrayList<>();
        long rest = 0;
        for (SummaryServer.Share<String> share : server.sharesBy(reading)) {
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
        return Wording.count(count) + " (" + Wording.share(count, server.connections()) + ")";
    }

    /** One label, its items wrapped under each other. */
    private void add(String label, List<String> items) {
        int width =
                terminal.columns() == Terminal.UNLIMITED
                        ? USUAL_WIDTH
                        : Math.max(40, terminal.columns());
        StringBuilder line = new StringBuilder("  ").append(label);
        line.repeat(' ', LABEL - label.length());
        for (int at = 0; at < items.size(); at++) {
            String item = items.get(at) + (at < items.size() - 1 ? "," : "");
            boolean isFirst = line.length() == LABEL + 2;
            if (!isFirst && line.length() + 1 + item.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder().repeat(' ', LABEL + 2);
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(item);
        }
        lines.add(line.toString());
    }
}
