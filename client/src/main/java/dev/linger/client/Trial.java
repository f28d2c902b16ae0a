package dev.linger.client;

import dev.linger.client.Credentials.Known;
import dev.linger.http.Fields;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a server or a proxy is told, and what comes of it: a password is kept for others once it is
 * accepted. Not thread-safe.
 */
final class Trial {
    private final Credentials credentials;

    /** What the asker was told last. */
    private @Nullable Known told;

    /** What the asker is told next, and has not accepted yet. */
    private @Nullable Known onTrial;

    Trial(Credentials credentials) {
        this.credentials = credentials;
    }

    /** The value of the field for this asker; null where none is known. */
    @Nullable String value(Asker asker) {
        told = onTrial == null ? credentials.known(asker) : onTrial;
        return told == null ? null : told.value();
    }

    /**
     * Asks for what a 401 or 407 wants. False where it wants nothing that there is.
     *
     * @throws IOException if there is no password
     */
    boolean ask(Asker asker, Fields head) throws IOException {
        onTrial = credentials.ask(asker, head, told);
        return onTrial != null;
    }

    void accepted() {
        if (onTrial != null) {
            credentials.accept(onTrial);
            onTrial = null;
        }
    }

    void refused() {
        if (told != null) {
            credentials.forget(told);
        }
    }
}
