package dev.linger.cli.explain;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;

/** What is printed: one of these. */
enum View {
    /** For people: findings, servers, and the connections worth a look. */
    REPORT,
    /** One kind of finding, in full. */
    FINDING,
    /** Each finding as JSON. */
    FINDINGS,
    /** Each connection as JSON. */
    LIVES,
    /** One connection, packet by packet. */
    LADDER;

    static View of(Asked asked) {
        refuseBoth(asked, Flag.JSON, Flag.FINDINGS_JSON);
        refuseBoth(asked, Flag.JSON, Flag.FINDING);
        refuseBoth(asked, Flag.CONNECTION, Flag.FINDINGS_JSON);
        refuseBoth(asked, Flag.CONNECTION, Flag.FINDING);
        if (asked.has(Flag.JSON)) {
            return LIVES;
        }
        if (asked.has(Flag.FINDINGS_JSON)) {
            return FINDINGS;
        }
        if (asked.has(Flag.FINDING)) {
            return FINDING;
        }
        return asked.has(Flag.CONNECTION) ? LADDER : REPORT;
    }

    private static void refuseBoth(Asked asked, Flag one, Flag other) {
        if (asked.has(one) && asked.has(other)) {
            throw new Refusal(
                    "--"
                            + one.word()
                            + " and --"
                            + other.word()
                            + " print different things;"
                            + " ask for one of them at a time");
        }
    }

    /** Whether it tells something of all connections together. */
    boolean tellsFindings() {
        return switch (this) {
            case REPORT, FINDING, FINDINGS -> true;
            case LIVES, LADDER -> false;
        };
    }
}
