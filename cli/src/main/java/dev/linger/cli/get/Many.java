package dev.linger.cli.get;

import dev.linger.cli.ExitStatus;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.serve.Tally;
import dev.linger.client.Ledger;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests as they are answered, and at the end what became of all. Thread-safe. */
final class Many {
    private final Terminal terminal;
    private final VisitLines lines;
    private final @Nullable VisitJson json;
    private final boolean isJson;
    private final Tally tally = new Tally();
    private final Map<Integer, Integer> byStatus = new TreeMap<>();
    private final Set<Integer> ports = new HashSet<>();
    private final long began = System.nanoTime();
    private long answered;
    private long reused;
    private long failed;
    private @Nullable String firstFailure;
    private @Nullable IOException broken;

    Many(Terminal terminal, Choices choices) throws IOException {
        this.terminal = terminal;
        this.lines = new VisitLines(terminal);
        this.isJson = choices.isJson();
        this.json = isJson ? new VisitJson(terminal.out()) : null;
    }

    void begin() throws IOException {
        if (!isJson) {
            terminal.print(lines.heading() + "\n");
        }
    }

    /** Whether nobody reads any more. */
    synchronized boolean isBroken() {
        return broken != null;
    }

    synchronized void show(Visit visit) {
        switch (visit) {
            case Visit.Answered one -> {
                answered++;
                reused += one.exchange().use() > 1 ? 1 : 0;
                byStatus.merge(one.exchange().status(), 1, Integer::sum);
                ports.add(one.exchange().local().getPort());
            }
            case Visit.Failed one -> {
                failed++;
                firstFailure = firstFailure == null ? one.sentence() : firstFailure;
                one.life().ifPresent(life -> ports.add(life.life().client().port()));
            }
        }
        try {
            if (json == null) {
                terminal.print(lines.row(visit) + "\n");
            } else {
                json.write(visit);
            }
        } catch (IOException e) {
            broken = e;
        }
    }

    /** A connection has ended; one that ends with its last request is in that one's row. */
    synchronized void ended(JudgedLife life, boolean atTheEnd) {
        tally.closed(life);
        if (isJson || atTheEnd || !isIdle(life)) {
            return;
        }
        try {
            terminal.print(VisitLines.ended(life) + "\n");
        } catch (IOException e) {
            broken = e;
        }
    }

    private static boolean isIdle(JudgedLife life) {
        CloseCause cause = life.verdict().closing().cause();
        return life.verdict().closing().phase() == Phase.IDLE
                && switch (cause) {
                    case IDLE_TIMEOUT, SURPLUS, ABORT, EVICTED -> true;
                    default -> false;
                };
    }

    /** Sums up. Status 0 where all were answered, 1 where some were not. */
    synchronized int end(Ledger ledger) throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (answered == 0 && firstFailure != null) {
            throw new Refusal("no request was answered; the first one: " + firstFailure);
        }
        if (!isJson) {
            terminal.print(String.join("\n", summary(ledger)) + "\n");
        }
        return failed == 0 ? ExitStatus.DONE : ExitStatus.FOUND;
    }

    private List<String> summary(Ledger ledger) {
        List<String> text = new ArrayList<>();
        text.add("");
        text.add(requests(ledger));
        text.add(connections(ledger));
        List<String> table = tally.table(terminal);
        if (!table.isEmpty()) {
            text.add("");
            text.addAll(table);
            text.add("");
            text.add(
                    "TIME_WAIT: "
                            + Wording.count(tally.timeWaits(TimeWaitAt.SERVER))
                            + " at the server, "
                            + Wording.count(tally.timeWaits(TimeWaitAt.CLIENT))
                            + " here; drain is this command's own end");
        }
        return text;
    }

    private String requests(Ledger ledger) {
        String statuses =
                byStatus.entrySet().stream()
                        .map(one -> one.getKey() + ": " + Wording.count(one.getValue()))
                        .collect(Collectors.joining(", "));
        String again =
                ledger.retries() == 0
                        ? ""
                        : ", " + Wording.count(ledger.retries()) + " sent a second time";
        return Wording.count(answered + failed, "request")
                + " in "
                + Wording.duration(System.nanoTime() - began)
                + ": "
                + Wording.count(answered)
                + " answered ("
                + statuses
                + "), "
                + Wording.count(failed)
                + " failed"
                + again;
    }

    private String connections(Ledger ledger) {
        long all = answered + failed;
        return Wording.count(ledger.connections(), "connection")
                + " from "
                + Wording.count(ports.size(), "port")
                + ": "
                + Wording.ratio(all, Math.max(1, ledger.connections()))
                + (all == ledger.connections() ? " request" : " requests")
                + " on each; "
                + Wording.count(reused)
                + " of the answers came on a reused one";
    }
}
