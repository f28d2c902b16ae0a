package dev.linger.server;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/**
 * The listeners of a server. What one of them throws is logged, and no one else's matter. Where
 * there is none, failures are logged.
 */
final class Audience {
    private static final System.Logger LOG = System.getLogger("dev.linger.server");

    private final List<Listener> listeners;

    Audience(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    /** Whether any of them is to be told of exchanges. */
    boolean wantsExchanges() {
        for (Listener listener : listeners) {
            try {
                if (listener.wantsExchanges()) {
                    return true;
                }
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
        return false;
    }

    void tell(Consumer<Listener> news) {
        for (Listener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    void tellFailure(String sentence, Throwable reason) {
        if (listeners.isEmpty()) {
            LOG.log(Level.WARNING, sentence, reason);
        }
        tell(listener -> listener.failed(sentence, reason));
    }

    private static void failed(Throwable reason) {
        LOG.log(Level.WARNING, "a listener of the server has failed", reason);
    }
}
