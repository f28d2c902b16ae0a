package dev.linger.life;

/** How sure a verdict is. */
public enum Confidence implements Word {
    /** A header or a flag says it. */
    CERTAIN,
    /** A pattern over connections or over time says it. */
    LIKELY,
    /** It fits, and so might something else. */
    GUESS;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
