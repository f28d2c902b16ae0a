package dev.linger.cli;

import dev.linger.diagnosis.rule.Findings;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Word;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;

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
    CONFIG(
            "config",
            "FILE",
            "Checks this configuration of nginx (or what nginx -T prints), HAProxy, Envoy, Tomcat or"
                    + " Apache httpd instead of this host; several are held against each other."),
    REMARKS_JSON("json", "", "One finding a line, as a JSON object."),
    REMARKS_CHECK("check", "", "Ends with status 1 where a finding is a warning or critical."),
    RULES("rules", "", "Lists what is looked at."),
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
    String word() {
        return word;
    }

    /** {@code --port P}. */
    String usage() {
        return "--" + word + (takesValue() ? " " + value : "");
    }

    String description() {
        return description;
    }

    /** What may stand for its value; empty where there is no list of it. */
    List<String> candidates() {
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
                    CONFIG,
                    REMARKS_JSON,
                    REMARKS_CHECK,
                    RULES,
                    HELP,
                    VERSION ->
                    List.of();
        };
    }

    private static List<String> words(Word[] vocabulary) {
        return Arrays.stream(vocabulary).map(Word::word).toList();
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    Option option() {
        return Option.builder().longOpt(word).hasArg(takesValue()).get();
    }
}
