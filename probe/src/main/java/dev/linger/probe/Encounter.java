package dev.linger.probe;

import java.net.URI;
import javax.net.ssl.SSLContext;

/** What is wrong with a server that somebody could not talk to. */
public final class Encounter {
    private Encounter() {}

    /**
     * Asks once more, and says so where something else is spoken there than was asked in; this
     * sentence where not, since an answer to another request explains no failure of the first.
     *
     * @param context for TLS
     * @param otherwise what is known already
     */
    public static String explain(URI uri, SSLContext context, String otherwise) {
        try {
            Bounds bounds = Bounds.defaults();
            Target target = Target.of(uri.toString(), context).reachable(bounds);
            new Acquaintance().meet(new Asking(target, bounds));
            return otherwise;
        } catch (UnreachableException e) {
            return e.speaksOther() ? String.valueOf(e.getMessage()) : otherwise;
        }
    }
}
