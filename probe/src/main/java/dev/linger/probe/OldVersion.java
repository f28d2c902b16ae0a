package dev.linger.probe;

import java.io.IOException;
import java.util.Set;

/** What HTTP/1.0 gets: a close, and a kept connection where it asks for one. */
final class OldVersion implements Question {

    @Override
    public String does() {
        return "asks in HTTP/1.0, with and without keep-alive";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(2, 3, bounds.atMost(Bounds.SOON));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.HTTP10_CLOSE, Trait.HTTP10_KEEP_ALIVE);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        Request old = Request.get(asking.target).inHttp10();
        keepAlive(asking, old.with("Connection: keep-alive"));
        LastAnswer.watch(asking, Trait.HTTP10_CLOSE, old);
    }

    private static void keepAlive(Asking asking, Request request) throws IOException {
        try (Contact contact = asking.connect()) {
            if (!(asking.ask(contact, request) instanceof Heard.Answer first)) {
                asking.unknown(Trait.HTTP10_KEEP_ALIVE, "such a request gets no answer");
                return;
            }
            boolean says = first.head().saysKeepAlive();
            boolean kept = asking.ask(contact, request) instanceof Heard.Answer;
            asking.learned(
                    Trait.HTTP10_KEEP_ALIVE,
                    new Value.Way(kept ? "kept" : "closed"),
                    kept == says
                            ? ""
                            : says
                                    ? "although the answer says \"Connection: keep-alive\""
                                    : "although the answer does not say so");
        }
    }
}
