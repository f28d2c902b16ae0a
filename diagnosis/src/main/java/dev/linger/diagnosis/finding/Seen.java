package dev.linger.diagnosis.finding;

import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was seen on one connection and that a finding rests on.
 *
 * @param connection its number, as in {@code explain --connection}
 * @param packet the packet's number; 0 where no packet was seen
 * @param says a clause
 */
public record Seen(long connection, long packet, String says) {

    /** On this connection, with this packet if it was seen. */
    public static Seen on(JudgedLife judged, @Nullable Moment moment, String says) {
        return new Seen(judged.life().number(), moment == null ? 0 : moment.packet(), says);
    }

    /** The verdicts' own evidence on these connections: of each its last, the decisive one. */
    public static List<Seen> of(List<JudgedLife> lives) {
        return lives.stream()
                .map(life -> {
                    Evidence last = life.verdict().evidence().getLast();
                    return new Seen(life.life().number(), last.at().packet(), last.says());
                })
                .toList();
    }
}
