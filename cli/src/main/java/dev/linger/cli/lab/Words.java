package dev.linger.cli.lab;

import dev.linger.cli.Glossary;
import dev.linger.cli.Ink;
import dev.linger.cli.Pages;
import dev.linger.cli.Terminal;
import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.lab.Sight;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.SeenBy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The words of the output, each explained in the output in which it stands. */
final class Words {
    private static final Map<String, String> OF_CONNECTIONS = new LinkedHashMap<>();
    private static final Map<String, String> OF_HTTP = new LinkedHashMap<>();

    static {
        OF_CONNECTIONS.put("unknown", "cannot be told");
        OF_CONNECTIONS.put("by both", "both ends wanted it at the same moment");
        OF_CONNECTIONS.put("likely", "fits what was seen, but another cause would look the same");
        OF_CONNECTIONS.put("certain", "a header or a packet says it");
        OF_CONNECTIONS.put("network", "something on the way, neither client nor server");
        OF_CONNECTIONS.put("loopback", "the network inside of one machine");
        OF_CONNECTIONS.put(
                "kernel", "the core of the system, which does for programs what they ask");
        OF_CONNECTIONS.put("socket", "a program's end of a connection");
        OF_CONNECTIONS.put("ACK", "the packet that says: arrived so far");
        OF_CONNECTIONS.put("acknowledged", "the other end's kernel has said that it arrived");
        OF_CONNECTIONS.put("reset", "an end by RST: what was still on its way is lost");
        OF_CONNECTIONS.put("[sent again]", "the kernel repeats a packet that seems to be lost");
        OF_CONNECTIONS.put("[FIN sent again]", "the kernel repeats a FIN that was not answered");
        OF_CONNECTIONS.put(
                "window 0", "stop sending: the program at this end does not read what has come");
        OF_CONNECTIONS.put(
                "keep-alive", "after an answer the connection stays for the next request");
        OF_CONNECTIONS.put(
                "keep-alive probe",
                "a packet on an idle connection that asks whether the other end is still there");
        OF_CONNECTIONS.put(
                "window probe", "a packet that asks whether the other end has room for data again");
        OF_CONNECTIONS.put("idle", "open, and no request is under way");
        OF_CONNECTIONS.put("timeout", "the time after which somebody waits no longer");
        OF_CONNECTIONS.put(
                "SO_REUSEADDR", "a setting of a socket: may start at a port in TIME_WAIT");
        OF_CONNECTIONS.put(
                "tcp_tw_reuse", "a setting of Linux: may clients take ports in TIME_WAIT");
        OF_CONNECTIONS.put(
                "tcp_fin_timeout",
                "a setting of Linux: how long it waits for the other end's FIN when no program does");
        OF_CONNECTIONS.put("TTL", "a number in a packet; each router on the way takes one off");
        OF_CONNECTIONS.put(
                "manner",
                "how it ended on the wire: by a FIN from both sides (fin) or from one (half-closed),"
                        + " by RST (reset), or without a word (silence)");
        OF_CONNECTIONS.put(
                "phase",
                "what was under way when the end was decided; between two requests it is idle");
        OF_HTTP.put("operator", "whoever runs the server");
        OF_HTTP.put("Connection: close", "a line in a message: this is the last one here");
        OF_HTTP.put("head", "how a message begins: what it is; its body, if any, follows");
        OF_HTTP.put("PUT", "a request to store; twice is as good as once");
        OF_HTTP.put("POST", "a request to do something; twice may be once too often");
        OF_HTTP.put("403", "the answer: not allowed");
        OF_HTTP.put("408", "the answer: the request took too long to come");
        OF_HTTP.put("502", "the answer of a proxy: nothing came from the server behind it");
        OF_HTTP.put("503", "the answer: not now");
        OF_HTTP.put("proxy", "a server that passes requests on to servers behind it");
        OF_HTTP.put("load balancer", "a proxy before several servers of one kind");
        OF_HTTP.put("health check", "a proxy's question whether a server is there");
        OF_HTTP.put("pool", "where a client keeps its idle connections");
        OF_HTTP.put("HTTP/1.0", "old HTTP: closes after an answer if nobody asks it not to");
        OF_HTTP.put("ab", "ApacheBench, which asks a server many times; -k keeps connections");
        OF_HTTP.put("RFC", "a standard of the internet");
    }

    private static final Pattern COLOUR = Pattern.compile("\033\\[[0-9;]*m");

    private final StringBuilder shown = new StringBuilder();
    private final Set<CloseCause> causes = EnumSet.noneOf(CloseCause.class);

    /** This stands in the output. */
    void add(String text) {
        shown.append(text).append('\n');
    }

    /** The expected ends of this stand in the output. */
    void add(Outcome outcome) {
        if (outcome.isPlayed()) {
            outcome.act().expected().stream().map(Expected::cause).forEach(causes::add);
        }
    }

    /** So does what each view saw of it; the kernel's seldom knows a cause. */
    void addSights(Outcome outcome) {
        for (Sight sight : outcome.sights()) {
            if (sight.by() != SeenBy.KERNEL) {
                sight.kinds().keySet().stream().map(Closing::cause).forEach(causes::add);
            }
        }
    }

    /** What they mean, in three groups: causes, words of connections, words of HTTP. */
    List<String> lines(Terminal terminal) {
        Map<String, String> ends = alphabetical();
        causes.forEach(cause -> ends.put(cause.word(), cause.meaning()));
        String text = COLOUR.matcher(shown).replaceAll("") + String.join("\n", ends.values());
        Map<String, String> more = new LinkedHashMap<>(OF_CONNECTIONS);
        more.putAll(OF_HTTP);
        Map<String, String> connections = alphabetical();
        Map<String, String> http = alphabetical();
        new Glossary(more)
                .explainIn(text)
                .forEach((word, meaning) ->
                        (OF_HTTP.containsKey(word) ? http : connections).put(word, meaning));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(Ink.STRONG.on("Words", terminal.coloured()));
        add(lines, "why it ended", ends, terminal);
        add(lines, "connections", connections, terminal);
        add(lines, "requests and answers", http, terminal);
        return lines;
    }

    private static Map<String, String> alphabetical() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static void add(
            List<String> lines, String group, Map<String, String> meanings, Terminal terminal) {
        if (!meanings.isEmpty()) {
            lines.add("");
            lines.add(Ink.STRONG.on(group, terminal.coloured()));
            lines.addAll(new Pages("lab", terminal).catalogue(meanings));
        }
    }
}
