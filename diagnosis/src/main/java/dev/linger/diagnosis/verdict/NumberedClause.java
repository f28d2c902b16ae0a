package dev.linger.diagnosis.verdict;

/** A clause with a number in it. Most numbers are small, so theirs are made once. */
final class NumberedClause {
    private static final int MADE = 16;

    private final String before;
    private final String after;
    private final String[] made = new String[MADE];

    NumberedClause(String before, String after) {
        this.before = before;
        this.after = after;
        for (int number = 0; number < MADE; number++) {
            made[number] = make(number);
        }
    }

    String of(int number) {
        return number >= 0 && number < MADE ? made[number] : make(number);
    }

    private String make(int number) {
        return before + number + after;
    }
}
