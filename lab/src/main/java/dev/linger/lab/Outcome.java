package dev.linger.lab;

import dev.linger.capture.file.Packet;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an act went.
 *
 * @param sights what each view saw, the one that knows most first
 * @param figures what was counted
 * @param differences from what was expected, each a clause that says whose view; none where all is
 *     as expected
 * @param remarks what else is worth to be known, each a clause
 * @param plays how often it was played, because the machine or a client was late, or a view had not
 *     kept up
 * @param packets that passed; none where the process may not see them
 * @param lacks what it needs and does not have here; empty where it was played
 */
public record Outcome(
        Story story,
        Act act,
        List<Sight> sights,
        Figures figures,
        List<String> differences,
        List<String> remarks,
        int plays,
        Duration took,
        List<Packet> packets,
        String lacks) {

    /**
     * What was counted.
     *
     * @param requests sent
     * @param answers that arrived
     * @param ports of clients that were used
     * @param waitingAtServer TIME_WAIT at the server; -1 where that cannot be seen
     * @param waitingAtClient TIME_WAIT at the clients; -1 likewise
     */
    public record Figures(
            int requests, int answers, int ports, int waitingAtServer, int waitingAtClient) {
        static final Figures NONE = new Figures(0, 0, 0, -1, -1);
    }

    public Outcome {
        sights = List.copyOf(sights);
        differences = List.copyOf(differences);
        remarks = List.copyOf(remarks);
        packets = List.copyOf(packets);
    }

    static Outcome lacking(Story story, Act act, String lacks) {
        return new Outcome(
                story,
                act,
                List.of(),
                Figures.NONE,
                List.of(),
                List.of(),
                0,
                Duration.ZERO,
                List.of(),
                lacks);
    }

    /** What fails beside the script is a difference, and no view has looked. */
    static Outcome failed(Story story, Act act, int plays, Duration took, Throwable cause) {
        return new Outcome(
                story,
                act,
                List.of(),
                Figures.NONE,
                List.of("the act could not be played: " + cause),
                List.of(),
                plays,
                took,
                List.of(),
                "");
    }

    /** Whether it was played. */
    public boolean isPlayed() {
        return lacks.isEmpty();
    }

    /** Whether it was played and every view saw what was expected. */
    public boolean isAsExpected() {
        return isPlayed() && differences.isEmpty();
    }

    /** The connections as this view saw them; empty where it did not look. */
    public Optional<List<JudgedLife>> livesSeenBy(SeenBy view) {
        return sights.stream().filter(one -> one.by() == view).findFirst().map(Sight::lives);
    }
}
