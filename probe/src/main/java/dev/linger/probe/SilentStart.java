package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** How long a connection may wait for its first request. */
final class SilentStart implements Question {
    private static final int CONNECTIONS = 2;

    /** One connection that said nothing. */
    private record Silent(long nanos, Ending.How how, int status) {}

    @Override
    public String does() {
        return "leaves " + CONNECTIONS + " connections silent from the beginning";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(CONNECTIONS, 0, bounds.maxWait());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.IDLE_BEFORE_FIRST);
    }

    @Override
    public void ask(Asking asking) throws IOException, InterruptedException {
        if (asking.refuses(Stall.SILENCE, Trait.IDLE_BEFORE_FIRST)) {
            return;
        }
        List<Callable<Silent>> tasks = Collections.nCopies(CONNECTIONS, () -> silent(asking));
        List<Silent> all = Asking.together(tasks);
        if (asking.isCrowded() && asking.refuses(Stall.SILENCE, Trait.IDLE_BEFORE_FIRST)) {
            return;
        }
        List<Silent> closed = all.stream().filter(one -> one.how != Ending.How.OPEN).toList();
        if (closed.isEmpty()) {
            asking.learned(
                    Trait.IDLE_BEFORE_FIRST,
                    new Value.LongerThan(asking.bounds.maxWait().toNanos()),
                    "");
            return;
        }
        asking.learned(
                Trait.IDLE_BEFORE_FIRST,
                Value.Time.middleOf(closed.stream().map(Silent::nanos).toList()),
                says(all, closed));
    }

    private static String says(List<Silent> all, List<Silent> closed) {
        Silent first = closed.getFirst();
        List<String> parts = new ArrayList<>();
        if (first.status > 0) {
            parts.add("it answers " + first.status);
        }
        if (first.how == Ending.How.RESET) {
            parts.add("by a reset");
        }
        if (closed.size() < all.size()) {
            parts.add(
                    Wording.count(all.size() - closed.size())
                            + " of "
                            + all.size()
                            + " stayed open");
        }
        return String.join(", ", parts);
    }

    private static Silent silent(Asking asking) throws IOException {
        try (Contact contact = asking.connectToHold()) {
            long by = contact.readyAt + asking.bounds.maxWait().toNanos();
            Heard heard = contact.hear(Request.get(asking.target), asking.bounds.maxWait());
            Ending ending = contact.awaitEnd(by);
            int status = heard instanceof Heard.Answer answer ? answer.status() : 0;
            return new Silent(ending.at() - contact.readyAt, ending.how(), status);
        }
    }
}
