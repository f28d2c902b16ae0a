package dev.linger.probe;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.util.Set;

/** One request that is none: each server says so in its own words, also one that hides its name. */
final class Malformed implements Question {
    private static final String NO_REQUEST = "LINGER-PROBE\r\n\r\n";

    @Override
    public String does() {
        return "sends one line that is no request, to hear how it says so";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(1, 1, bounds.answer());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.MALFORMED);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        try (Contact contact = asking.connect()) {
            contact.send(NO_REQUEST);
            asking.sent();
            Heard heard = contact.hear(Request.get(asking.target), asking.bounds.answer());
            switch (heard) {
                case Heard.Answer answer -> answered(asking, answer);
                case Heard.Garbage garbage -> {
                    asking.signs(asking.signs().withMalformed(garbage.beginning()));
                    asking.learned(
                            Trait.MALFORMED, new Value.Way("answered"), "without a status line");
                }
                case Heard.Ended ended ->
                        asking.learned(
                                Trait.MALFORMED,
                                new Value.Way("closed"),
                                "it " + ended.ending().how().verb() + " the connection");
                case Heard.Silence _ ->
                        asking.learned(Trait.MALFORMED, new Value.Way("ignored"), "no answer came");
            }
        }
    }

    private static void answered(Asking asking, Heard.Answer answer) {
        ResponseHead head = answer.head();
        StringBuilder text = new StringBuilder();
        text.append(head.status()).append(' ').append(head.reason()).append('\n');
        for (int at = 0; at < head.count(); at++) {
            text.append(head.name(at)).append(": ").append(head.value(at)).append('\n');
        }
        text.append('\n').append(answer.body());
        asking.signs(asking.signs().withMalformed(text.toString()));
        asking.learned(
                Trait.MALFORMED,
                new Value.Way("answered"),
                head.status() + (head.reason().isEmpty() ? "" : " " + head.reason()));
    }
}
