package dev.linger.cli.explain;

import dev.linger.capture.link.Counts;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.verdict.IdleTimeout;
import java.util.List;

/**
 * What a run says besides the lives, once the last of them is printed.
 *
 * @param files as named by the person who asked, those that could be read
 * @param packets in all of them; -1 where the kernel told of the connections
 * @param bytes read
 * @param connections found, whether or not they were asked for
 * @param spanNanos from the earliest to the latest packet, or of listening to the kernel
 * @param complaints what was not readable, or of no use, each a sentence
 * @param counts what the packets were
 * @param defects what is wrong with their times and lengths
 * @param idleTimeouts that showed over several connections
 * @param traffic the connections that were asked for; empty where no output needs it
 * @param findings that were asked for in that traffic, heaviest first
 */
public record Outcome(
        List<String> files,
        long packets,
        long bytes,
        long connections,
        long spanNanos,
        List<String> complaints,
        Counts counts,
        Defects defects,
        List<IdleTimeout> idleTimeouts,
        Traffic traffic,
        List<Finding> findings) {}
