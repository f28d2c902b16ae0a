package dev.linger.probe;

import java.io.IOException;
import java.util.Set;

/** Who closes first where the client has asked for a close, and how soon. */
final class RequestedClose implements Question {

    @Override
    public String does() {
        return "asks for a close, and waits to see who closes first";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(1, 1, bounds.atMost(Bounds.SOON));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.CLOSE_REQUESTED);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        LastAnswer.watch(
                asking,
                Trait.CLOSE_REQUESTED,
                Request.get(asking.target).with("Connection: close"));
    }
}
