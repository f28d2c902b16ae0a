package dev.linger.cli.explain;

import dev.linger.life.JudgedLife;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Another printer for as long as somebody reads what it prints. That nobody does is told at the
 * end, so that a report beside it becomes whole.
 */
final class WhileRead implements Printer {
    private final Printer printer;
    private @Nullable IOException failure;

    WhileRead(Printer printer) {
        this.printer = printer;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void unlessFailed(Step step) {
        if (failure != null) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void print(JudgedLife life) {
        unlessFailed(() -> printer.print(life));
    }

    @Override
    public void leaveOut(JudgedLife life) {
        printer.leaveOut(life);
    }

    @Override
    public void flush() {
        unlessFailed(printer::flush);
    }

    @Override
    public void finish(Outcome outcome) throws IOException {
        if (failure != null) {
            throw failure;
        }
        printer.finish(outcome);
    }
}
