package dev.linger.lab;

import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import java.util.List;

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
}
