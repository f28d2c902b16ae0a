package dev.linger.lab.cast;

import dev.linger.lab.Act;
import java.util.List;
import java.util.Map;

/** Other software in one of its roles. */
interface Player {
    /** As it is asked for: {@code nginx}. */
    String word();

    /** Whether it can be started here. */
    boolean isHere();

    /** What it plays, by the words of stories. */
    Map<String, List<Act>> acts();
}
