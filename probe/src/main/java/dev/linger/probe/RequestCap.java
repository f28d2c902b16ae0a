package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** How many requests a connection may carry. A cap that shows is looked for a second time. */
final class RequestCap implements Question {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** How far one connection came. */
    private record Run(int answered, boolean closed, boolean announced) {}

    @Override
    public String does() {
        return "sends requests on one connection, one after the other, until it is closed";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(4, bounds.requests() * 2 + 6, bounds.atMost(LONGEST).multipliedBy(2));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.MAX_REQUESTS);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        Run first = run(asking);
        if (!first.closed && first.answered > 1) {
            boolean all = first.answered >= asking.bounds.requests();
            asking.learned(
                    Trait.MAX_REQUESTS,
                    new Value.MoreThan(first.answered),
                    all
                            ? ""
                            : "as many as went in "
                                    + asking.bounds.atMost(LONGEST).toSeconds()
                                    + " s");
            return;
        }
        if (first.answered <= 1 && !first.closed) {
            asking.unknown(Trait.MAX_REQUESTS, "answers did not come");
            return;
        }
        if (first.answered <= 1) {
            asking.unknown(Trait.MAX_REQUESTS, "it closes after each answer");
            return;
        }
        Run second = run(asking);
        if (second.closed && second.answered == first.answered) {
            asking.learned(
                    Trait.MAX_REQUESTS,
                    new Value.Count(first.answered),
                    first.announced
                            ? "the last answer says \"Connection: close\""
                            : "closed without a word in the last answer");
            return;
        }
        asking.unknown(
                Trait.MAX_REQUESTS,
                "one connection was closed after "
                        + Wording.count(first.answered, "request")
                        + ", another one "
                        + (second.closed ? "after " : "not after ")
                        + Wording.count(second.answered)
                        + ": that is no cap");
    }

    private static Run run(Asking asking) throws IOException {
        long by = System.nanoTime() + asking.bounds.atMost(LONGEST).toNanos();
        Request request = lightest(asking);
        try (Contact contact = asking.connect()) {
            int answered = 0;
            while (answered < asking.bounds.requests() && System.nanoTime() - by < 0) {
                Heard heard = asking.ask(contact, request);
                if (!(heard instanceof Heard.Answer answer)) {
                    return new Run(answered, heard instanceof Heard.Ended, false);
                }
                answered++;
                if (!answer.keeps()) {
                    return new Run(answered, true, true);
                }
            }
            return new Run(answered, false, false);
        }
    }

    /** HEAD, where it is answered as GET is: that spares the bodies. */
    private static Request lightest(Asking asking) throws IOException {
        Request head = Request.of("HEAD", asking.target);
        try (Contact contact = asking.connect()) {
            boolean same =
                    asking.get(contact) instanceof Heard.Answer one
                            && one.keeps()
                            && asking.ask(contact, head) instanceof Heard.Answer other
                            && other.status() == one.status()
                            // Some send a body after all; the next answer would begin with it.
                            && asking.ask(contact, head) instanceof Heard.Answer;
            return same ? head : Request.get(asking.target);
        }
    }
}
