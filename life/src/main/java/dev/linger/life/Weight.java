package dev.linger.life;

/** How much a finding matters; in falling order. */
public enum Weight implements Word {
    /** Users see errors, or soon will. */
    CRITICAL,
    /** It costs, or errors are to be expected. */
    WARNING,
    /** Worth knowing; nothing need change. */
    NOTICE,
    /** As it should be. */
    HEALTHY;

    private final String word = Word.of(name());

    @Override
    public String word() {
        return word;
    }
}
