package dev.linger.cli.explain;

import dev.linger.diagnosis.finding.Traffic;
import dev.linger.life.JudgedLife;

/** Prints nothing: counts the lives for what is to be said of all of them. */
record Tallying(Traffic traffic) implements Printer {

    @Override
    public void print(JudgedLife life) {
        traffic.accept(life);
    }

    /** A server is called the same whichever of its connections are asked for. */
    @Override
    public void leaveOut(JudgedLife life) {
        traffic.overhear(life.life());
    }

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) {}
}
