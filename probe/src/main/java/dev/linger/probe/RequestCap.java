package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** How many requests a connection may carry. A cap that shows is looked for a second time. */
final class RequestCap implements Question {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** How one connection ended. */
    private enum How {
        /** Not at all, as far as it went. */
        KEPT,
        CLOSED,
        /** The last answer said that it would be closed. */
        ANNOUNCED,
        /** An answer did not come, or none that can be read. */
        UNANSWERED
    }

    /** How far one connection came. */
    private record Run(int answered, How how) {
        boolean isClosed() {
            return how == How.CLOSED || how == How.ANNOUNCED;
        }
    }

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
        if (first.how == How.UNANSWERED) {
            unanswered(asking, first);
        } else if (!first.isClosed()) {
            boolean all = first.answered >= asking.bounds.requests();
            long longest = asking.bounds.atMost(LONGEST).toNanos();
            asking.learned(
                    Trait.MAX_REQUESTS,
                    new Value.MoreThan(first.answered),
                    all ? "" : "as many as went in " + Wording.duration(longest));
        } else if (first.answered <= 1) {
            asking.unknown(Trait.MAX_REQUESTS, "it closes after each answer");
        } else {
            compare(asking, first, run(asking));
        }
    }

    private static void unanswered(Asking asking, Run run) {
        asking.unknown(
                Trait.MAX_REQUESTS,
                "request " + Wording.count(run.answered + 1) + " on a connection got no answer");
    }

    private static void compare(Asking asking, Run first, Run second) {
        if (second.how == How.UNANSWERED) {
            unanswered(asking, second);
            return;
        }
        if (second.isClosed() && second.answered == first.answered) {
            asking.learned(
                    Trait.MAX_REQUESTS,
                    new Value.Count(first.answered),
                    first.how == How.ANNOUNCED
                            ? "the last answer says \"Connection: close\""
                            : "closed without a word in the last answer");
            return;
        }
        asking.unknown(
                Trait.MAX_REQUESTS,
                "one connection was closed after "
                        + Wording.count(first.answered, "request")
                        + ", another one "
                        + (second.isClosed() ? "after " : "not after ")
                        + Wording.count(second.answered)
                        + ": that is no cap");
    }

    private static Run run(Asking asking) throws IOException {
        Request request = lightest(asking);
        try (Contact contact = asking.connect()) {
            long by = contact.readyAt + asking.bounds.atMost(LONGEST).toNanos();
            int answered = 0;
            while (answered < asking.bounds.requests() && System.nanoTime() - by < 0) {
                Heard heard = asking.ask(contact, request);
                if (!(heard instanceof Heard.Answer answer)) {
                    return new Run(
                            answered, heard instanceof Heard.Ended ? How.CLOSED : How.UNANSWERED);
                }
                answered++;
                if (!answer.keeps()) {
                    return new Run(answered, How.ANNOUNCED);
                }
            }
            return new Run(answered, How.KEPT);
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
