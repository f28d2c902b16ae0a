package dev.linger.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Whether the server serves others while a connection says nothing: some have one turn for all. */
final class SilentNeighbour implements Question {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String does() {
        return "asks once beside a connection that says nothing";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(2, 1, PATIENCE);
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.NEIGHBOURS);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        try (Contact _ = asking.connect();
                Contact asks = asking.connect()) {
            Request request = Request.get(asking.target);
            asking.sent();
            if (asks.ask(request, PATIENCE) instanceof Heard.Answer answer) {
                asking.kinds.add(answer.head());
                asking.learned(Trait.NEIGHBOURS, new Value.Way("served"), "");
                return;
            }
            asking.oneAtATime();
            asking.learned(
                    Trait.NEIGHBOURS,
                    new Value.Way("blocked"),
                    "one silent connection keeps all others waiting: it serves one at a time");
        }
    }
}
