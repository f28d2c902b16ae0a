package dev.linger.diagnosis.finding;

import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import java.util.List;
import java.util.stream.Collectors;
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

    /**
     * The verdicts' own evidence on these connections, without the FIN or RST that ends each list,
     * where something else stands before it.
     */
    public static List<Seen> of(List<JudgedLife> lives) {
        return lives.stream().map(Seen::of).toList();
    }

    private static Seen of(JudgedLife judged) {
        List<Evidence> all = judged.verdict().evidence();
        boolean closes = all.getLast().at().equals(judged.life().ending().first());
        List<Evidence> told = closes && all.size() > 1 ? all.subList(0, all.size() - 1) : all;
        return new Seen(
                judged.life().number(),
                told.getFirst().at().packet(),
                told.stream().map(Evidence::says).collect(Collectors.joining("; ")));
    }
}
