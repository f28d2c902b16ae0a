package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.util.Set;

/** Whether a client that sends its FIN behind a request still gets the answer. */
final class HalfClose implements Question {

    @Override
    public String does() {
        return "sends a FIN behind a request, and reads on";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(1, 1, bounds.atMost(Bounds.SOON));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.HALF_CLOSED);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        Request request = Request.get(asking.target);
        try (Contact contact = asking.connect()) {
            contact.send(request.text());
            contact.halfClose();
            asking.sent();
            Heard heard = contact.hear(request, asking.bounds.answer());
            if (!(heard instanceof Heard.Answer answer)) {
                asking.learned(
                        Trait.HALF_CLOSED,
                        new Value.Way("not-answered"),
                        "such a client gets no answer");
                return;
            }
            long by = answer.endAt() + asking.bounds.atMost(Bounds.SOON).toNanos();
            Ending ending = contact.awaitEnd(by);
            String after = Wording.duration(Math.max(0, ending.at() - answer.endAt()));
            asking.learned(
                    Trait.HALF_CLOSED,
                    new Value.Way("answered"),
                    ending.isOver()
                            ? "and closed " + after + " later"
                            : "and not closed for " + after);
        }
    }
}
