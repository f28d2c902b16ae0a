package dev.linger.probe;

import java.time.Duration;

/**
 * What a question takes of the server, at most.
 *
 * @param connections that are opened
 * @param requests that are sent, complete or not
 * @param longest until it is answered or given up
 */
public record Cost(int connections, int requests, Duration longest) {}
