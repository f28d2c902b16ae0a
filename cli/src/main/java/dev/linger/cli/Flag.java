package dev.linger.cli;

import dev.linger.diagnosis.rule.Findings;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Side;
import dev.linger.life.Word;
import dev.linger.probe.Front;
import dev.linger.server.LogFormat;
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
    LIVE(
            "live",
            "",
            "Explains the packets that pass now, on Linux; needs CAP_NET_RAW. Ctrl-C ends it with"
                    + " the whole result."),
    KERNEL(
            "kernel",
            "",
            "Explains the connections that end now, as the Linux kernel tells them; needs no root and"
                    + " no packets, and shows no HTTP. Ctrl-C ends it with the whole result."),
    INTERFACE("interface", "NAME", "With --live: only of this network interface."),
    DURATION("duration", "TIME", "With --live or --kernel: ends after this time; 60s, 5m, 1h."),
    HEADS_ONLY("heads-only", "", "With --live: leaves out most of the bodies; for busy hosts."),
    SAVE("save", "FILE.pcapng", "With --live: keeps the packets in this file, too."),
    RING("ring", "MIB", "With --live: memory for packets that wait to be read; 64."),
    ACTS_JSON("json", "", "One act a line, as a JSON object."),
    SAVE_ACTS("save", "DIR", "Keeps the packets of each act in this folder; needs CAP_NET_RAW."),
    REPORT_ACTS(
            "report",
            "FILE.html",
            "Writes all connections as one page for a browser; needs CAP_NET_RAW."),
    STORIES("stories", "", "Lists the stories."),
    WITH(
            "with",
            "NAMES",
            "Plays the stories with other software, as far as it is installed: nginx, apache, haproxy,"
                    + " caddy, go, node, python, tomcat, jetty, undertow, jdk, okhttp, httpclient,"
                    + " curl, wget, ab, wrk, with commas between them, or all."),
    MATRIX("matrix", "FILE.md", "Writes stories and software, expected and seen, as a page."),
    SOCKETS_PORT("port", "P", "Only sockets with this port at either end; may be repeated."),
    PICTURES_JSON("json", "", "Each look as a JSON object on a line."),
    ONCE("once", "", "Looks once and ends."),
    INTERVAL("interval", "TIME", "Looks again after this time; 1s."),
    ALARM(
            "alarm",
            "CONDITION",
            "Says when this holds ('time-wait > 300'), and with --once ends with status 1; may be"
                    + " repeated. Measures: sockets, established, time-wait, close-wait, fin-wait2,"
                    + " syn-sent, syn-recv, fin-wait1, last-ack, closes (a number), close-wait age,"
                    + " ports run out (a time: 60s), ports, ports in use, accept-queue (a share:"
                    + " 50%)."),
    RUN(
            "run",
            "COMMAND",
            "Runs this when an alarm is raised; LINGER_ALARM and LINGER_VALUE say which."),
    POST("post", "URL", "Sends a JSON object there when an alarm is raised."),
    PROMETHEUS("prometheus", "PORT", "Serves metrics at this port for Prometheus."),
    CONFIG(
            "config",
            "FILE",
            "Checks this configuration of nginx (or what nginx -T prints), HAProxy, Envoy, Tomcat or"
                    + " Apache httpd instead of this host; several are held against each other."),
    PROFILE(
            "profile",
            "FILE",
            "Takes what \"linger probe --json\" measured of a server into this check; several are"
                    + " held against the configurations of --config."),
    KNOWN_PROFILE(
            "profile",
            "FILE",
            "Takes what \"linger probe --json\" measured of a server as known: it names the cause of"
                    + " single connections; may be repeated, for several servers."),
    REMARKS_JSON("json", "", "One finding a line, as a JSON object."),
    REMARKS_CHECK("check", "", "Ends with status 1 where a finding is a warning or critical."),
    RULES("rules", "", "Lists what is looked at."),
    LISTEN_PORT("port", "P", "Listens on this port, 8080 unless given; 0 takes a free one."),
    LISTEN_HOST(
            "host",
            "H",
            "Listens on this address, 127.0.0.1 unless given; 0.0.0.0 is all of this machine's."),
    HEAD(
            "head",
            "TIME",
            "From the first byte of a request to the end of its head; 10s unless given."),
    BODY(
            "body",
            "TIME",
            "Without a byte of a request's body while it is waited for; 30s unless given."),
    WRITE("write", "TIME", "Without a byte of the response taken by the client; 30s unless given."),
    IDLE("idle", "TIME", "From the end of a response to the next request; 75s unless given."),
    HANDLER(
            "handler",
            "TIME",
            "From a request's head to the beginning of its response, the body's waits apart; 60s"
                    + " unless given."),
    AGE("age", "TIME", "Of a connection, which then ends with its next response; 1h unless given."),
    DRAIN(
            "drain",
            "TIME",
            "For connections to end after Ctrl-C, before they are cut; 10s unless given."),
    MAX_REQUESTS("max-requests", "N", "Requests that a connection carries at most."),
    NO_KEEP_ALIVE("no-keep-alive", "", "Ends each connection with its first response."),
    ANNOUNCE(
            "announce",
            "",
            "Responses say Keep-Alive: timeout=, a second less than the connection is kept: --idle"
                    + " less up to a tenth."),
    CLOSE_FIRST(
            "close-first",
            "SIDE",
            "Who closes first after a close that was announced, and keeps the TIME_WAIT: client"
                    + " (as usual) or server."),
    TLS(
            "tls",
            "CERT.pem KEY.pem",
            "Speaks TLS, with certificates and their key from these files, read again when they"
                    + " change; self-signed instead of both makes one for experiments."),
    MAX_CONNECTIONS("max-connections", "N", "Answers 503 and closes where more are open."),
    LOOPS("loops", "N", "Event loops, each with a thread; one for each processor unless given."),
    ECHO(
            "echo",
            "",
            "Answers POST and PUT with their body, everything else with what came, and serves no"
                    + " files."),
    LISTINGS("listings", "", "Lists what is in a folder without index.html."),
    FOLLOW_LINKS("follow-links", "", "Follows symbolic links that lead out of DIR."),
    HEADERS("headers", "", "Prints the header of each request, too."),
    QUIET("quiet", "", "Prints no line for each request and connection."),
    LOG("log", "FILE", "Writes an access log, at the end of this file."),
    LOG_FORMAT("log-format", "FORMAT", "Of --log: common, combined (as usual) or json."),
    TIMES('n', "times", "N", "Asks so often, with one client, and shows each connection; 1."),
    PAUSE("pause", "TIME", "Waits between two requests; 0s unless given."),
    PARALLEL("parallel", "K", "So many requests at a time; 1 unless given."),
    ASK_TO_CLOSE("no-keep-alive", "", "Asks with each request for a close (Connection: close)."),
    UNREAD_BODY("unread-body", "", "Leaves the body of each response unread."),
    HTTP10("http1.0", "", "Speaks HTTP/1.0."),
    INCLUDE('i', "include", "", "Shows the header of the response, too."),
    OUTPUT('o', "output", "FILE", "Writes the body into this file."),
    METHOD('X', "request", "METHOD", "GET unless given, and POST with --data."),
    DATA('d', "data", "TEXT", "Sends this as the body; @FILE sends a file. May be repeated."),
    FIELD('H', "header", "FIELD", "Sends this header field, 'Name: value'; may be repeated."),
    INSECURE('k', "insecure", "", "Takes a certificate that nobody vouches for."),
    CA_FILE(
            "cacert",
            "FILE.pem",
            "Takes a certificate that one in this file vouches for, no other."),
    EXCHANGES_JSON("json", "", "One request a line, as a JSON object."),
    MAX_WAIT("max-wait", "TIME", "Waits so long at most for what a server does by itself; 2m."),
    CAP("max-requests", "N", "Looks for a cap up to so many requests on a connection; 1010."),
    BODY_METHOD(
            "body-method",
            "METHOD",
            "Of the two requests with a body, GET unless given: where POST does no harm, it may"
                    + " measure more."),
    FRONT(
            "front",
            "NAME",
            "Settings for this front alone, and for the server behind it as the front is by itself;"
                    + " may be repeated."),
    DRY_RUN("dry-run", "", "Shows what would be done, and does nothing."),
    PROFILE_JSON("json", "", "The profile and the settings as a JSON object."),
    HELP("help", "", "Shows this help."),
    VERSION("version", "", "Shows the version.");

    private static final char NO_LETTER = 0;

    private final char letter;
    private final String word;
    private final String value;
    private final String description;

    Flag(String word, String value, String description) {
        this(NO_LETTER, word, value, description);
    }

    Flag(char letter, String word, String value, String description) {
        this.letter = letter;
        this.word = word;
        this.value = value;
        this.description = description;
    }

    /** Without the hyphens. */
    public String word() {
        return word;
    }

    /** {@code --port P}, {@code -n, --times N}. */
    public String usage() {
        String brief = letter == NO_LETTER ? "" : "-" + letter + ", ";
        return brief + "--" + word + (takesValue() ? " " + value : "");
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
            case CLOSE_FIRST -> List.of(Side.CLIENT.word(), Side.SERVER.word());
            case FRONT -> Front.words();
            case LOG_FORMAT -> Arrays.stream(LogFormat.values()).map(LogFormat::word).toList();
            default -> List.of();
        };
    }

    private static List<String> words(Word[] vocabulary) {
        return Arrays.stream(vocabulary).map(Word::word).toList();
    }

    public boolean takesValue() {
        return !value.isEmpty();
    }

    Option option() {
        Option.Builder builder =
                letter == NO_LETTER ? Option.builder() : Option.builder(String.valueOf(letter));
        builder.longOpt(word);
        return this == TLS
                ? builder.numberOfArgs(2).optionalArg(true).get()
                : builder.hasArg(takesValue()).get();
    }
}
