package dev.linger.probe;

import java.time.Duration;

/**
 * How far a probe is.
 *
 * @param answered questions that have their answer
 * @param questions in all
 * @param waitingFor what the longest wait is for, in the words of its trait; empty before the first
 * @param left how long it takes at most from now
 */
public record Standing(int answered, int questions, String waitingFor, Duration left) {}
