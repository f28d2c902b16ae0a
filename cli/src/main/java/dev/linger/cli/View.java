package dev.linger.cli;

/** What is printed: one of these. */
enum View {
    /** For people: findings, servers, and the connections worth a look. */
    REPORT,
    /** Each connection as JSON. */
    LIVES,
    /** One connection, packet by packet. */
    LADDER;

    static View of(Asked asked) {
        if (asked.has(Flag.JSON)) {
            return LIVES;
        }
        return asked.has(Flag.CONNECTION) ? LADDER : REPORT;
    }

    /** Whether it tells something of all connections together. */
    boolean needsTraffic() {
        return switch (this) {
            case REPORT -> true;
            case LIVES, LADDER -> false;
        };
    }
}
