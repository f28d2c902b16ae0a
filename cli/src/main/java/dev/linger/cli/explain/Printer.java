package dev.linger.cli.explain;

import dev.linger.life.JudgedLife;
import java.io.IOException;

/** What becomes of judged lives. Called by one thread, the outlet's. */
public interface Printer {

    void print(JudgedLife life) throws IOException;

    /** One that was not asked for. */
    default void leaveOut(JudgedLife life) {}

    /** Nothing more waits at the moment: whoever reads along should see what there is. */
    void flush() throws IOException;

    /** After the last life, with what the reading says of the captures. */
    void finish(Outcome outcome) throws IOException;
}
