package dev.linger.cli;

import dev.linger.capture.link.Counts;
import dev.linger.diagnosis.verdict.IdleTimeout;
import java.util.List;

/**
 * What a reading says besides the lives.
 *
 * @param files as named by the person who asked, those that could be read
 * @param packets in all of them
 * @param bytes read
 * @param connections found, whether or not they were asked for
 * @param spanNanos from the earliest to the latest packet
 * @param complaints what was not readable, each a sentence
 * @param counts what the packets were
 * @param idleTimeouts that showed over several connections
 */
record Outcome(
        List<String> files,
        long packets,
        long bytes,
        long connections,
        long spanNanos,
        List<String> complaints,
        Counts counts,
        List<IdleTimeout> idleTimeouts) {}
