package dev.linger.cli.serve;

import dev.linger.http.Fields;
import dev.linger.life.JudgedLife;
import dev.linger.life.Wording;
import dev.linger.server.ExchangeRecord;
import java.util.ArrayList;
import java.util.List;

/** Something to be shown. */
sealed interface Shown {

    /**
     * A request was answered.
     *
     * @param header lines of the request's header; empty where they are not shown
     */
    record Answered(ExchangeRecord exchange, List<String> header) implements Shown {}

    /** A connection has ended. */
    record Ended(JudgedLife life) implements Shown {}

    /** The server has something to say. */
    record Told(String sentence) implements Shown {}

    /** What is going on now. */
    record Standing(List<String> lines) implements Shown {}

    /** Fields as lines, fit for a terminal. */
    static List<String> header(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            lines.add(Wording.printable(fields.name(i) + ": " + fields.value(i)));
        }
        return lines;
    }
}
