package dev.linger.cli;

/** Something that could not be done, as one sentence for the person who asked. Status 2. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Refusal(String sentence) {
        super(sentence);
    }
}
