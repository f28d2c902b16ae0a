package dev.linger.life;

import java.util.List;

/**
 * Why a connection ended, how sure that is, and what it rests on. Cannot be made without evidence.
 *
 * @param notes what followed from it, what could not be known; each a clause
 */
public record Verdict(
        Closing closing, Confidence confidence, List<Evidence> evidence, List<String> notes) {

    public Verdict {
        evidence = List.copyOf(evidence);
        notes = List.copyOf(notes);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException(
                    "verdict " + closing.cause().word() + " without evidence: name what was seen");
        }
    }
}
