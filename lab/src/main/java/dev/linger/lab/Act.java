package dev.linger.lab;

import dev.linger.life.Manner;
import java.util.List;

/**
 * A story in one configuration.
 *
 * @param configured what is special about it, a few words
 * @param expected its connections, the ones that the story is about first
 * @param requests that are sent
 * @param answers that arrive at the program that asked
 * @param needs what it cannot do without
 */
public record Act(
        String configured,
        List<Expected> expected,
        int requests,
        int answers,
        Needs needs,
        Script script) {

    public Act {
        expected = List.copyOf(expected);
    }

    /** An act that needs nothing, in which each request is answered. */
    public static Act of(String configured, int requests, Script script, Expected... expected) {
        return new Act(configured, List.of(expected), requests, requests, Needs.NOTHING, script);
    }

    /** Only so many requests are answered. */
    public Act answered(int count) {
        return new Act(configured, expected, requests, count, needs, script);
    }

    public Act needing(Needs other) {
        return new Act(configured, expected, requests, answers, other, script);
    }

    /** How many connections there must be. */
    public int connections() {
        return expected.stream().mapToInt(Expected::connections).sum();
    }

    /** How many of them must be open at the end. */
    int open() {
        return in(Manner.OPEN);
    }

    /** How many must have been closed by one side only. */
    int halfClosed() {
        return in(Manner.HALF_CLOSED);
    }

    private int in(Manner manner) {
        return expected.stream()
                .filter(one -> one.manner() == manner)
                .mapToInt(Expected::connections)
                .sum();
    }
}
