package dev.linger.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the server serves others beside a connection that says nothing, or too little. What keeps
 * all others waiting is not tried for long: that would stop the server for everybody.
 */
final class SilentNeighbour implements Question {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Override
    public String does() {
        return "asks beside a silent connection, a head that stalls and a body that stalls";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(6, 5, PATIENCE.multipliedBy(3));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.NEIGHBOURS);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        List<String> blocking = new ArrayList<>();
        for (Stall stall : Stall.values()) {
            if (blocks(asking, stall)) {
                asking.blocks(stall);
                blocking.add(stall.noun());
            }
        }
        if (blocking.isEmpty()) {
            asking.learned(Trait.NEIGHBOURS, new Value.Way("served"), "");
        } else {
            asking.learned(
                    Trait.NEIGHBOURS,
                    new Value.Way("blocked"),
                    String.join(", ", blocking) + ": each keeps all others waiting");
        }
    }

    private static boolean blocks(Asking asking, Stall stall) throws IOException {
        try (Contact holds = asking.connect();
                Contact asks = asking.connect()) {
            holds.send(stall.bytes(asking.target, asking.bounds));
            if (stall != Stall.SILENCE) {
                asking.sent();
            }
            asking.sent();
            if (asks.ask(Request.get(asking.target), PATIENCE) instanceof Heard.Answer answer) {
                asking.kinds.add(answer.head());
                return false;
            }
            return true;
        }
    }
}
