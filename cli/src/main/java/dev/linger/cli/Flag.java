package dev.linger.cli;

import dev.linger.diagnosis.rule.Findings;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Word;

import org.apache.commons.cli.Option;

import java.util.Arrays;
import java.util.List;

/** The options: name, value and description once, for parsing, help and completion. */
public enum Flag {
    JSON("json", "", "One connection a line, as a JSON object."),
    PORT("port", "P", "Only connections with this port at either end; may be repeated."),
    HOST("host", "H", "Only connections with this address at either end; may be repeated."),
    CLOSED_FIRST(
            "closed-first",
            "SIDE",
            "Only connections that this side closed first: client, server, both (at once), nobody"
                    + " (still open) or unknown."),
    CAUSE(
            "cause",
            "C",
            "Only connections that ended for this cause; \"linger causes\" lists them."),
    CONNECTION("connection", "N", "Draws the connection with this number as a ladder."),
    FINDING(
            "finding",
            "ID",
            "All about each finding of this kind; \"linger findings\" lists them."),
    FINDINGS_JSON("findings-json", "", "One finding a line, as a JSON object."),
    CHECK(
            "check",
            "",
            "Ends with status 1 where a finding is a warning or critical; with --finding, where"
                    + " such a one is."),
    REPORT(
            "report",
            "FILE.html",
            "Writes the report as one page for a browser: findings, pictures, and the connections"
                    + " as a table with a ladder each."),
    LIVE(
            "live",
            "",
            "Explains the packets that pass now, on Linux; needs CAP_NET_RAW. Ctrl-C ends it with"
                    + " the whole result."),
    INTERFACE("interface", "NAME", "With --live: only of this network interface."),
    DURATION("duration", "TIME", "With --live: ends after this time; 60s, 5m, 1h."),
    HEADS_ONLY("heads-only", "", "With --live: leaves out most of the bodies; for busy hosts."),
    SAVE("save", "FILE.pcapng", "With --live: keeps the packets in this file, too."),
    RING("ring", "MIB", "With --live: memory for packets that wait to be read; 64."),
    SOCKETS_PORT("port", "P", "Only sockets with this port at either end; may be repeated."),
    PICTURES_JSON("json", "", "Each look as a JSON object on a line."),
    ONCE("once", "", "Looks once and ends."),
    INTERVAL("interval", "TIME", "Looks again after this time; 1s."),
    ALARM(
            "alarm",
            "CONDITION",
            "Says when this holds ('time-wait > 300'), and with --once ends with status 1; may be"
                    + " repeated. Measures: sockets, established, time-wait, close-wait, fin-wait2,"
                    + " syn-sent (a number), close-wait age, ports run out (a time: 60s), ports,"
                    + " accept-queue (a share: 50%)."),
    RUN(
            "run",
            "COMMAND",
            "Runs this when an alarm is raised; LINGER_ALARM and LINGER_VALUE say which."),
    POST("post", "URL", "Sends a JSON object there when an alarm is raised."),
    PROMETHEUS("prometheus", "PORT", "Serves metrics at this port for Prometheus."),
    HELP("help", "", "Shows this help."),
    VERSION("version", "", "Shows the version.");

    private final String word;
    private final String value;
    private final String description;

    Flag(String word, String value, String description) {
        this.word = word;
        this.value = value;
        this.description = description;
    }

    /** Without the hyphens. */
    public String word() {
        return word;
    }

    /** {@code --port P}. */
    public String usage() {
        return "--" + word + (takesValue() ? " " + value : "");
    }

    public String description() {
        return description;
    }

    /** What may stand for its value; empty where there is no list of it. */
    public List<String> candidates() {
        return switch (this) {
            case CLOSED_FIRST -> words(ClosedFirst.values());
            case CAUSE -> words(CloseCause.values());
            case FINDING -> Findings.ids();
            case JSON,
                    PORT,
                    HOST,
                    CONNECTION,
                    FINDINGS_JSON,
                    CHECK,
                    REPORT,
                    LIVE,
                    INTERFACE,
                    DURATION,
                    HEADS_ONLY,
                    SAVE,
                    RING,
                    SOCKETS_PORT,
                    PICTURES_JSON,
                    ONCE,
                    INTERVAL,
                    ALARM,
                    RUN,
                    POST,
                    PROMETHEUS,
                    HELP,
                    VERSION ->
                    List.of();
        };
    }

    private static List<String> words(Word[] vocabulary) {
        return Arrays.stream(vocabulary).map(Word::word).toList();
    }

    public boolean takesValue() {
        return !value.isEmpty();
    }

    Option option() {
        return Option.builder().longOpt(word).hasArg(takesValue()).get();
    }
}
