package dev.linger.cli;

import dev.linger.diagnosis.finding.Traffic;
import dev.linger.life.JudgedLife;

/** Prints nothing: counts the lives for what is to be said of all of them. */
record Tallying(Traffic traffic) implements Printer {

    @Override
    public void print(JudgedLife life) {
        traffic.accept(life);
    }

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) {}
}
