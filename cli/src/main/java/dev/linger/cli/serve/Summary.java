package dev.linger.cli.serve;

import dev.linger.cli.Terminal;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import dev.linger.server.DrainReport;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said at the end. */
final class Summary {
    private Summary() {}

    /**
     * @param deadline of the drain
     */
    static List<String> lines(
            Server server, Tally tally, DrainReport drain, Duration deadline, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(drained(drain, deadline));
        long requests = server.ledger().exchanges();
        long connections = server.ledger().connections();
        String each =
                connections == 0 ? "" : ": " + Wording.ratio(requests, connections) + " on each";
        lines.add(
                Wording.count(requests, "request")
                        + " on "
                        + Wording.count(connections, "connection")
                        + each);
        List<String> table = tally.table(terminal);
        if (!table.isEmpty()) {
            lines.add("");
            lines.addAll(table);
            lines.add("");
            lines.add(timeWaits(tally));
        }
        if (server.waitsForClients() > 0) {
            lines.add(patience(server.waitsForClients(), server.clientsClosedFirst()));
        }
        return lines;
    }

    private static String drained(DrainReport drain, Duration deadline) {
        if (drain.connections() == 0) {
            return "stopped; no connection was open";
        }
        String were = drain.connections() == 1 ? " was open" : " were open";
        String open = Wording.count(drain.connections(), "connection") + were + ", ";
        if (drain.cutInAll() == 0) {
            return "drained in "
                    + Wording.duration(drain.took().toNanos())
                    + ": "
                    + open
                    + "none had to be cut";
        }
        String phases =
                drain.cut().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey().word() + " " + Wording.count(entry.getValue()))
                        .collect(Collectors.joining(", "));
        return "stopped: "
                + open
                + Wording.count(drain.cutInAll())
                + " cut after "
                + Wording.duration(deadline.toNanos())
                + " ("
                + phases
                + ")";
    }

    private static String timeWaits(Tally tally) {
        return "TIME_WAIT at: this server "
                + Wording.count(tally.timeWaits(TimeWaitAt.SERVER))
                + ", clients "
                + Wording.count(tally.timeWaits(TimeWaitAt.CLIENT))
                + ", nobody "
                + Wording.count(tally.timeWaits(TimeWaitAt.NOBODY));
    }

    private static String patience(long waits, long hits) {
        return "given a moment to close first, clients did on "
                + Wording.count(hits)
                + " of "
                + Wording.count(waits, "connection")
                + (hits == 0 ? "" : " (" + Wording.share(hits, waits) + ")");
    }
}
