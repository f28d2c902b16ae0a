package dev.linger.client;

/**
 * The connections of a client at a moment.
 *
 * @param open all of them
 * @param idle those between two exchanges
 * @param waiting calls that wait for one
 * @param origins how many routes have any
 */
public record PoolFigures(int open, int idle, int waiting, int origins) {}
