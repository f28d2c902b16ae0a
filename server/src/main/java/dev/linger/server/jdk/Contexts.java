package dev.linger.server.jdk;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The contexts of a server; the one with the longest path that matches answers. Thread-safe. */
final class Contexts {
    private final PathMatching matching;
    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    Contexts(PathMatching matching) {
        this.matching = matching;
    }

    synchronized void add(Context context) {
        if (at(context.getPath()) != null) {
            throw new IllegalArgumentException(
                    "there is a context for " + context.getPath() + " already");
        }
        contexts.add(context);
    }

    synchronized void remove(String path) {
        Context context = at(path);
        if (context == null) {
            throw new IllegalArgumentException("there is no context for " + path);
        }
        contexts.remove(context);
    }

    synchronized void remove(Context context) {
        if (!contexts.remove(context)) {
            throw new IllegalArgumentException(
                    "the context for " + context.getPath() + " is none of this server's");
        }
    }

    private @Nullable Context at(String path) {
        for (Context context : contexts) {
            if (context.getPath().equals(path)) {
                return context;
            }
        }
        return null;
    }

    /** Null where none matches. */
    @Nullable Context find(String path) {
        Context longest = null;
        int length = 0;
        for (Context context : contexts) {
            String prefix = context.getPath();
            if (prefix.length() > length && matching.matches(prefix, path)) {
                longest = context;
                length = prefix.length();
            }
        }
        return longest;
    }
}
