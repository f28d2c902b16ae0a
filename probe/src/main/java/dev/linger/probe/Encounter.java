package dev.linger.probe;

import java.net.URI;
import javax.net.ssl.SSLContext;

/** What is wrong with a server that somebody could not talk to. */
public final class Encounter {
    private Encounter() {}

    /**
     * Asks once more, and says what was seen of the server; this sentence where nothing was.
     *
     * @param context for TLS
     * @param otherwise what is known already
     */
    public static String explain(URI uri, SSLContext context, String otherwise) {
        if (otherwise.contains("timed out")) {
            return otherwise; // it would be waited for once more
        }
        try {
            Bounds bounds = Bounds.defaults();
            Target target = Target.of(uri.toString(), context).reachable(bounds);
            new Acquaintance().meet(new Asking(target, bounds));
            return otherwise;
        } catch (UnreachableException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
