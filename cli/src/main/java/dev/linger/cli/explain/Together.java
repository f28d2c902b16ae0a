package dev.linger.cli.explain;

import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.List;

/** Several printers as one, in this order. */
record Together(List<Printer> printers) implements Printer {

    @Override
    public void print(JudgedLife life) throws IOException {
        for (Printer printer : printers) {
            printer.print(life);
        }
    }

    @Override
    public void leaveOut(JudgedLife life) {
        printers.forEach(printer -> printer.leaveOut(life));
    }

    @Override
    public void flush() throws IOException {
        for (Printer printer : printers) {
            printer.flush();
        }
    }

    @Override
    public void finish(Outcome outcome) throws IOException {
        for (Printer printer : printers) {
            printer.finish(outcome);
        }
    }
}
