package dev.linger.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a new connection costs, beside one that is used again. */
final class FirstBytes implements Question {
    private static final int CONNECTIONS = 3;
    private static final int REQUESTS = 3;

    @Override
    public String does() {
        return "times " + REQUESTS + " requests on each of " + CONNECTIONS + " connections";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(CONNECTIONS, CONNECTIONS * REQUESTS, bounds.answer());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.CONNECT, Trait.FIRST_BYTE_NEW, Trait.FIRST_BYTE_REUSED);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        List<Long> connects = new ArrayList<>();
        List<Long> fresh = new ArrayList<>();
        List<Long> reused = new ArrayList<>();
        for (int at = 0; at < CONNECTIONS; at++) {
            try (Contact contact = asking.connect()) {
                connects.add(contact.connectNanos);
                boolean kept = time(asking, contact, fresh);
                for (int more = 1; kept && more < REQUESTS; more++) {
                    kept = time(asking, contact, reused);
                }
            }
        }
        asking.learned(Trait.CONNECT, Value.Time.middleOf(connects), "");
        if (!fresh.isEmpty()) {
            asking.learned(Trait.FIRST_BYTE_NEW, Value.Time.middleOf(fresh), "");
        }
        if (reused.isEmpty()) {
            asking.unknown(Trait.FIRST_BYTE_REUSED, "it closes after each answer");
        } else {
            asking.learned(Trait.FIRST_BYTE_REUSED, Value.Time.middleOf(reused), "");
        }
    }

    /** Whether the connection can be used again. */
    private static boolean time(Asking asking, Contact contact, List<Long> times)
            throws IOException {
        long began = System.nanoTime();
        if (asking.get(contact) instanceof Heard.Answer answer) {
            times.add(answer.firstByteAt() - began);
            return answer.keeps();
        }
        return false;
    }
}
