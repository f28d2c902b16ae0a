package dev.linger.lab;

/**
 * One performance of an act.
 *
 * @param outcome how it went
 * @param wasLate whether a difference may come of the machine: it held a client up, or a view could
 *     not keep up
 */
record Performed(Outcome outcome, boolean wasLate) {}
