package dev.linger.probe;

import java.io.IOException;
import java.util.Set;

/** Something to find out by trying. One question is one class; none depends on another's answer. */
public sealed interface Question
        permits Acquaintance,
                FirstBytes,
                ManyAtOnce,
                SilentNeighbour,
                SilentStart,
                IdleBetween,
                Age,
                RequestCap,
                RequestedClose,
                OldVersion,
                HalfClose,
                SlowHead,
                SlowBody,
                UnreadBody,
                Malformed {

    /** What is done, for the plan: {@code leaves 9 connections idle after a request each}. */
    String does();

    /** What it takes of the server, at most. */
    Cost cost(Bounds bounds);

    /** What it finds out. */
    Set<Trait> about();

    /**
     * Asks. What it learns it notes at once, so that a probe that is stopped knows it.
     *
     * @throws IOException if the server cannot be reached in the middle of it
     */
    void ask(Asking asking) throws IOException, InterruptedException;
}
