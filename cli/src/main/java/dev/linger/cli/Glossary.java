package dev.linger.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Words of TCP, each explained once. Not thread-safe. */
public final class Glossary {
    /** The one that no overview does without. */
    public static final String TIME_WAIT =
            "TIME_WAIT: the side that closed first remembers the connection (60 s on Linux), after a reset"
                    + " neither does";

    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("handshake", "the three packets that open a connection");
        MEANINGS.put("SYN", "the packet that asks for a connection");
        MEANINGS.put("FIN", "the packet that says: I will send no more");
        MEANINGS.put("RST", "the packet that ends a connection abruptly");
        MEANINGS.put("TIME_WAIT", TIME_WAIT.substring(TIME_WAIT.indexOf(' ') + 1));
        MEANINGS.put("CLOSE_WAIT", "closed by the opposite side, and not by this program yet");
        MEANINGS.put("round trip", "the time that a packet and its answer take");
        MEANINGS.put("SO_LINGER 0", "a setting of a socket: close by RST instead of FIN");
        MEANINGS.put(
                "port",
                "a number at each end: a server's is fixed, a client takes a free one for each"
                        + " connection; Linux has 28,232 by default");
    }

    private final Map<String, String> meanings = new LinkedHashMap<>();
    private final Map<String, Pattern> unexplained = new LinkedHashMap<>();

    public Glossary() {
        this(Map.of());
    }

    /**
     * With more words.
     *
     * @param more words with their meanings, which stand for the usual ones where they are the same
     */
    public Glossary(Map<String, String> more) {
        meanings.putAll(MEANINGS);
        meanings.putAll(more);
        // SYN ACK is another packet than SYN, and a handshake of TLS another one than that of TCP.
        meanings.keySet()
                .forEach(word ->
                        unexplained.put(
                                word,
                                Pattern.compile(
                                        "(?<![\\w-]|TLS )"
                                                + Pattern.quote(word)
                                                + "s?(?![\\w-]| ACK)")));
    }

    /** Word and meaning of each that is in this text and was in none before. */
    public List<String> newIn(String text) {
        List<String> explained = new ArrayList<>();
        explainIn(text).forEach((word, meaning) -> explained.add(word + ": " + meaning));
        return explained;
    }

    /** The same, by words. */
    public Map<String, String> explainIn(String text) {
        Map<String, String> explained = new LinkedHashMap<>();
        unexplained
                .entrySet()
                .removeIf(entry -> {
                    boolean isThere = entry.getValue().matcher(text).find();
                    if (isThere) {
                        explained.put(entry.getKey(), meanings.getOrDefault(entry.getKey(), ""));
                    }
                    return isThere;
                });
        return explained;
    }
}
