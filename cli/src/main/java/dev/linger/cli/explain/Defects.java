package dev.linger.cli.explain;

/**
 * What is wrong with the packets of a capture though each can be read.
 *
 * @param clockJumps how often the time of a packet is more than a year from that of the one before
 * @param cutOff packets that are longer than what was captured of them
 * @param cutOffAt the most bytes that were captured of one of those
 */
record Defects(long clockJumps, long cutOff, int cutOffAt) {}
