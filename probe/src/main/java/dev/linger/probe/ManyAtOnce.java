package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Whether connections that come together are all taken: the queue of those to be accepted. */
final class ManyAtOnce implements Question {
    private static final int CONNECTIONS = 16;

    /** A SYN that was dropped is sent again after a second (RFC 6298, section 2). */
    private static final long SENT_AGAIN_NANOS = 900_000_000L;

    /** One of them. */
    private record One(long connectNanos, boolean answered) {}

    @Override
    public String does() {
        return "opens " + CONNECTIONS + " connections at the same moment, with a request each";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(CONNECTIONS, CONNECTIONS, bounds.answer());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.AT_ONCE);
    }

    @Override
    public void ask(Asking asking) throws IOException, InterruptedException {
        if (asking.isOneAtATime()) {
            asking.unknown(Trait.AT_ONCE, "it serves one connection at a time");
            return;
        }
        List<Callable<One>> tasks = new ArrayList<>();
        for (int at = 0; at < CONNECTIONS; at++) {
            tasks.add(() -> one(asking));
        }
        List<One> all = Asking.together(tasks);
        long answered = all.stream().filter(One::answered).count();
        long slowest = all.stream().mapToLong(One::connectNanos).max().orElse(0);
        String says =
                "of "
                        + CONNECTIONS
                        + " answered; the slowest handshake took "
                        + Wording.duration(slowest)
                        + (slowest > SENT_AGAIN_NANOS
                                ? ": its SYN was sent again, so the accept queue was full"
                                : "");
        asking.learned(Trait.AT_ONCE, new Value.Count(answered), says);
    }

    private static One one(Asking asking) {
        try (Contact contact = asking.connect()) {
            return new One(contact.connectNanos, asking.get(contact) instanceof Heard.Answer);
        } catch (IOException _) {
            return new One(0, false);
        }
    }
}
