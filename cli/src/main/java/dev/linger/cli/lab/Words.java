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
import java.util.regex.Pattern;

/** The words of the output, each explained in the output in which it stands. */
final class Words {
    private static final Map<String, String> OF_THE_LAB = new LinkedHashMap<>();

    static {
        OF_THE_LAB.put("HTTP", "the language in which clients ask and servers answer");
        OF_THE_LAB.put("unknown", "cannot be told");
        OF_THE_LAB.put("operator", "whoever runs the server");
        OF_THE_LAB.put("network", "something on the way, neither client nor server");
        OF_THE_LAB.put("kernel", "the core of the system, which does for programs what they ask");
        OF_THE_LAB.put("packet", "the piece in which data travels");
        OF_THE_LAB.put("socket", "a program's end of a connection");
        OF_THE_LAB.put("ACK", "the packet that says: arrived so far");
        OF_THE_LAB.put("acknowledged", "the other end's kernel has said that it arrived");
        OF_THE_LAB.put("reset", "an end by RST: what was still on its way is lost");
        OF_THE_LAB.put("keep-alive", "after an answer the connection stays for the next request");
        OF_THE_LAB.put("Connection: close", "a line in a message: this is the last one here");
        OF_THE_LAB.put("idle", "open, and no request is under way");
        OF_THE_LAB.put("timeout", "the time after which somebody waits no longer");
        OF_THE_LAB.put("handler", "the part of a server that makes the answer");
        OF_THE_LAB.put("head", "how a message begins: what it is; its body, if any, follows");
        OF_THE_LAB.put("GET", "a request to read");
        OF_THE_LAB.put("PUT", "a request to store; twice is as good as once");
        OF_THE_LAB.put("POST", "a request to do something; twice may be once too often");
        OF_THE_LAB.put("403", "the answer: not allowed");
        OF_THE_LAB.put("408", "the answer: the request took too long to come");
        OF_THE_LAB.put("502", "the answer of a proxy: nothing came from the server behind it");
        OF_THE_LAB.put("503", "the answer: not now");
        OF_THE_LAB.put("proxy", "a server that passes requests on to servers behind it");
        OF_THE_LAB.put("load balancer", "a proxy before several servers of one kind");
        OF_THE_LAB.put("HTTP/1.0", "old HTTP: closes after an answer if nobody asks it not to");
        OF_THE_LAB.put("ab", "ApacheBench, which asks a server many times; -k keeps connections");
        OF_THE_LAB.put("SO_REUSEADDR", "a setting of a socket: may start at a port in TIME_WAIT");
        OF_THE_LAB.put("tcp_tw_reuse", "a setting of Linux: may clients take ports in TIME_WAIT");
        OF_THE_LAB.put(
                "tcp_fin_timeout",
                "a setting of Linux: how long it waits for the other end's FIN when no program does");
        OF_THE_LAB.put("TTL", "a number in a packet; each router on the way takes one off");
        OF_THE_LAB.put("RFC", "a standard of the internet");
        OF_THE_LAB.put(
                "manner",
                "how it ended on the wire: by a FIN from both sides (fin) or from one (half-closed),"
                        + " by RST (reset), or without a word (silence)");
        OF_THE_LAB.put(
                "phase",
                "what was under way when the end was decided; between two requests it is idle");
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

    /** What they mean. */
    List<String> lines(Terminal terminal) {
        Map<String, String> meanings = new LinkedHashMap<>();
        causes.forEach(cause -> meanings.put(cause.word(), cause.meaning()));
        String text = COLOUR.matcher(shown).replaceAll("") + String.join("\n", meanings.values());
        meanings.putAll(new Glossary(OF_THE_LAB).explainIn(text));
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(Ink.STRONG.on("Words", terminal.coloured()));
        lines.addAll(new Pages("lab", terminal).catalogue(meanings));
        return lines;
    }
}
