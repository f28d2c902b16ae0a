package dev.linger.lab;

import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one view saw of an act.
 *
 * @param by whose view it is
 * @param lives of the connections that ended, and of open ones where the view tells of them
 * @param open how many more connections are open
 */
public record Sight(SeenBy by, List<JudgedLife> lives, int open) {
    public Sight {
        lives = List.copyOf(lives);
    }

    /** How many connections ended in each way, in the order of their first. */
    public Map<Closing, Integer> kinds() {
        Map<Closing, Integer> kinds = new LinkedHashMap<>();
        for (JudgedLife life : lives) {
            kinds.merge(life.verdict().closing(), 1, Integer::sum);
        }
        return kinds;
    }

    /** The view, as people call it. */
    public String view() {
        return by == SeenBy.CAPTURE ? "packets" : by.word();
    }
}
