package dev.linger.lab.cast;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A client of the JVM.
 *
 * @param word as it is asked for, and as the program knows it
 * @param artifact of its maker; empty for the JDK's own
 * @param prefix of its system properties; empty where it is told in the program
 */
record JavaClient(String word, String artifact, String prefix) implements ClientSoftware {
    @Override
    public boolean isHere() {
        return artifact.isEmpty() || JavaProgram.hasJar(artifact);
    }

    @Override
    public boolean canDo(ClientPart part) {
        return part != ClientPart.CLOSE_UNREAD;
    }

    @Override
    public String says(ClientPart part) {
        String idle =
                switch (word) {
                    case "okhttp" -> "new ConnectionPool(6, 2, SECONDS)";
                    case "httpclient" -> "evictIdleConnections(ofSeconds(2))";
                    default -> prefix + ".keepalive.timeout=2";
                };
        return switch (part) {
            case KEEP -> "";
            case CLOSE -> "header Connection: close";
            case SIDE_BY_SIDE -> idle;
            case UNREAD -> "bodies left unread";
            case CLOSE_UNREAD -> "bodies closed unread";
        };
    }

    /** HttpClient closes with CloseMode.IMMEDIATE what may not go back into its pool. */
    @Override
    public boolean resets() {
        return word.equals("httpclient");
    }

    @Override
    public List<String> configure(ClientPart part, URI uri, Path folder) {
        boolean hasLimit = part == ClientPart.SIDE_BY_SIDE;
        int idle = hasLimit ? ClientPart.IDLE_SECONDS : 60;
        List<String> properties =
                prefix.isEmpty()
                        ? List.of()
                        : List.of(
                                prefix + ".keepalive.timeout=" + idle,
                                prefix + ".allowRestrictedHeaders=connection");
        return JavaProgram.command(
                "Client",
                properties,
                List.of(word, uri.toString(), part.word(), "" + part.requests(), "" + idle));
    }
}
