package dev.linger.server;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/**
 * The listeners of a server. What one of them throws is logged, and no one else's matter. Where
 * none of them logs failures, these are logged.
 */
final class Audience {
    private final List<Listener> listeners;
    private final System.Logger log;

    Audience(List<Listener> listeners) {
        this(listeners, System.getLogger("dev.linger.server"));
    }

    Audience(List<Listener> listeners, System.Logger log) {
        this.listeners = List.copyOf(listeners);
        this.log = log;
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
        if (!isLogged()) {
            log.log(Level.WARNING, sentence, reason);
        }
        tell(listener -> listener.failed(sentence, reason));
    }

    private boolean isLogged() {
        for (Listener listener : listeners) {
            try {
                if (listener.logsFailures()) {
                    return true;
                }
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
        return false;
    }

    private void failed(Throwable reason) {
        log.log(Level.WARNING, "a listener of the server has failed", reason);
    }
}
