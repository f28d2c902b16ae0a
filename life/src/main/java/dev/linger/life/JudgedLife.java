package dev.linger.life;

/** A connection and the verdict on its end: one object of {@code explain --json}. */
public record JudgedLife(ConnectionLife life, Verdict verdict) {}
