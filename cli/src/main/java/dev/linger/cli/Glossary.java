package dev.linger.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of TCP, each explained where it comes up first. */
final class Glossary {
    private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

    static {
        MEANINGS.put("handshake", "the three packets that open a connection");
        MEANINGS.put("SYN", "the packet that asks for a connection");
        MEANINGS.put("FIN", "the packet that says: I will send no more");
        MEANINGS.put("RST", "the packet that ends a connection abruptly");
        MEANINGS.put(
                "TIME_WAIT",
                "a closed connection that the side which closed first still remembers");
        MEANINGS.put("CLOSE_WAIT", "closed by the opposite side, and not by this program yet");
        MEANINGS.put(
                "port",
                "by which a client's connections to one server are told apart; Linux has 28,232");
    }

    private final Map<Pattern, String> unexplained = new LinkedHashMap<>();

    Glossary() {
        // SYN ACK is another packet than SYN, and a handshake of TLS another one than that of TCP.
        MEANINGS.forEach((word, meaning) ->
                unexplained.put(
                        Pattern.compile("(?<![\\w-]|TLS )" + word + "s?(?![\\w-]| ACK)"), meaning));
    }

    /** The text, with the meaning after each word that was in none before. */
    String explain(String text) {
        String explained = text;
        for (Pattern word : List.copyOf(unexplained.keySet())) {
            Matcher matcher = word.matcher(explained);
            if (matcher.find()) {
                String meaning = " (" + unexplained.remove(word) + ")";
                explained =
                        explained.substring(0, matcher.end())
                                + meaning
                                + explained.substring(matcher.end());
            }
        }
        return explained;
    }
}
