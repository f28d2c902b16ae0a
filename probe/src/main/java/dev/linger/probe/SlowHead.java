package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** How long a head may take that stalls, and whether bytes now and then extend that. */
final class SlowHead implements Question {
    private static final long TRICKLE_MILLIS = 250;

    /** How a head ended that never came. */
    private record Cut(long nanos, Ending.How how, int status) {}

    @Override
    public String does() {
        return "sends two heads that never end: one stalls, one comes byte by byte";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(2, 2, bounds.maxWait());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.HEAD_TIMEOUT);
    }

    @Override
    public void ask(Asking asking) throws IOException, InterruptedException {
        if (asking.refuses(Stall.HEAD, Trait.HEAD_TIMEOUT)) {
            return;
        }
        List<Cut> cuts = Asking.together(List.of(() -> stalls(asking), () -> trickles(asking)));
        if (asking.isCrowded() && asking.refuses(Stall.HEAD, Trait.HEAD_TIMEOUT)) {
            return;
        }
        Cut stalled = cuts.getFirst();
        String trickle = trickle(stalled, cuts.getLast());
        if (stalled.how == Ending.How.OPEN) {
            asking.learned(
                    Trait.HEAD_TIMEOUT,
                    new Value.LongerThan(asking.bounds.maxWait().toNanos()),
                    trickle);
            return;
        }
        String answer = stalled.status == 0 ? "without an answer" : "with " + stalled.status;
        asking.learned(
                Trait.HEAD_TIMEOUT,
                Value.Time.once(stalled.nanos),
                answer + (trickle.isEmpty() ? "" : "; " + trickle));
    }

    private static String trickle(Cut stalled, Cut trickled) {
        if (trickled.how == Ending.How.OPEN) {
            return stalled.how == Ending.How.OPEN
                    ? ""
                    : "a head that comes byte by byte is not cut: it may hold a connection for long";
        }
        boolean same = trickled.nanos < stalled.nanos * 1.3 + TRICKLE_MILLIS * 2_000_000;
        return same && stalled.how != Ending.How.OPEN
                ? "bytes now and then do not extend it"
                : "a head that comes byte by byte is cut after " + Wording.duration(trickled.nanos);
    }

    private static Cut stalls(Asking asking) throws IOException {
        try (Contact contact = asking.connectToHold()) {
            long began = begin(asking, contact);
            return cut(asking, contact, began);
        }
    }

    private static long begin(Asking asking, Contact contact) throws IOException {
        long began = System.nanoTime();
        contact.send(Stall.HEAD.bytes(asking.target, asking.bounds));
        asking.sent();
        return began;
    }

    private static Cut cut(Asking asking, Contact contact, long began) throws IOException {
        Heard heard = contact.hear(Request.get(asking.target), asking.bounds.maxWait());
        return switch (heard) {
            case Heard.Answer answer ->
                    new Cut(answer.firstByteAt() - began, Ending.How.FIN, answer.status());
            case Heard.Ended ended -> new Cut(ended.ending().at() - began, ended.ending().how(), 0);
            case Heard.Silence _, Heard.Garbage _ ->
                    new Cut(System.nanoTime() - began, Ending.How.OPEN, 0);
        };
    }

    private static Cut trickles(Asking asking) throws IOException {
        try (Contact contact = asking.connectToHold()) {
            long began = begin(asking, contact);
            Thread writing = Thread.ofVirtual().name("probe-trickle").start(() -> trickle(contact));
            try {
                return cut(asking, contact, began);
            } finally {
                writing.interrupt();
            }
        }
    }

    private static void trickle(Contact contact) {
        try {
            while (true) {
                Thread.sleep(TRICKLE_MILLIS);
                contact.send("x");
            }
        } catch (IOException | InterruptedException _) {
            // The reader sees how it ended.
        }
    }
}
