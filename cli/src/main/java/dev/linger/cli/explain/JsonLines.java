package dev.linger.cli.explain;

import dev.linger.cli.LifeJson;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.OutputStream;

/** One connection a line, for machines. */
final class JsonLines implements Printer {
    private final LifeJson json;

    JsonLines(OutputStream out) {
        json = new LifeJson(out);
    }

    @Override
    public void print(JudgedLife life) throws IOException {
        json.write(life);
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void finish(Outcome outcome) throws IOException {
        json.flush();
    }
}
