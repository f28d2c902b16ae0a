package dev.linger.cli.explain;

import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Folds requests and answers that look like those before and after them. */
final class LikeExchanges {
    /** Fewer are drawn. */
    private static final int MANY = 5;

    /** A request and its answer are at least two arrows, with bodies some more. */
    private static final int MOST_ARROWS = 6;

    private static final Pattern EXCHANGE = Pattern.compile("c+s+");

    private LikeExchanges() {}

    /** Of many that look alike the first and the last one stay. */
    static List<Rung> folded(List<Rung> rungs) {
        List<Rung> folded = new ArrayList<>();
        int at = 0;
        while (at < rungs.size()) {
            int arrows = 2;
            int count = count(rungs, at, arrows);
            while (count < MANY && arrows < MOST_ARROWS) {
                arrows++;
                count = count(rungs, at, arrows);
            }
            if (count < MANY) {
                folded.add(rungs.get(at));
                at++;
            } else {
                int last = at + (count - 1) * arrows;
                folded.addAll(rungs.subList(at, at + arrows));
                folded.add(new Rung.Alike(count - 2, nanos(rungs, at + arrows, last - 1)));
                folded.addAll(rungs.subList(last, last + arrows));
                at = last + arrows;
            }
        }
        return folded;
    }

    /** How many exchanges of so many arrows follow each other here, and look alike. */
    private static int count(List<Rung> rungs, int at, int arrows) {
        if (!isExchange(rungs, at, arrows)) {
            return 0;
        }
        int next = at + arrows;
        while (next < rungs.size() && areAlike(rungs.get(next), rungs.get(next - arrows))) {
            next++;
        }
        return (next - at) / arrows;
    }

    /** What the client says, and then what the server says. */
    private static boolean isExchange(List<Rung> rungs, int at, int arrows) {
        if (at + arrows > rungs.size()) {
            return false;
        }
        StringBuilder sides = new StringBuilder();
        for (Rung rung : rungs.subList(at, at + arrows)) {
            sides.append(
                    rung instanceof Rung.Arrow arrow
                            ? arrow.from() == Side.CLIENT ? 'c' : 's'
                            : '-');
        }
        return EXCHANGE.matcher(sides).matches();
    }

    private static boolean areAlike(Rung one, Rung other) {
        return one instanceof Rung.Arrow a
                && other instanceof Rung.Arrow b
                && a.from() == b.from()
                && a.label().equals(b.label())
                && a.extent().equals(b.extent())
                && !a.isFirstClose()
                && !a.isTrouble();
    }

    private static long nanos(List<Rung> rungs, int from, int to) {
        return rungs.get(from) instanceof Rung.Arrow first
                        && rungs.get(to) instanceof Rung.Arrow last
                ? last.nanos() - first.nanos()
                : 0;
    }
}
