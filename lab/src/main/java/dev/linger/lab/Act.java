package dev.linger.lab;

import dev.linger.life.Manner;
import dev.linger.life.SeenBy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A story in one configuration.
 *
 * @param configured what is special about it, a few words
 * @param expected its connections, the ones that the story is about first
 * @param requests that are sent
 * @param answers that arrive at the program that asked
 * @param ports of the client that its connections use; {@link #ANY} is no expectation
 * @param needs what it cannot do without
 * @param blind views that cannot see what happens
 */
public record Act(
        String configured,
        List<Expected> expected,
        int requests,
        int answers,
        int ports,
        Needs needs,
        Set<SeenBy> blind,
        Script script) {

    /** A number that the system chooses. */
    public static final int ANY = -1;

    public Act {
        expected = List.copyOf(expected);
        blind = Set.copyOf(blind);
    }

    /** An act that needs nothing, in which each request is answered. */
    public static Act of(String configured, int requests, Script script, Expected... expected) {
        List<Expected> all = List.of(expected);
        int ports = all.stream().mapToInt(Expected::connections).sum();
        return new Act(configured, all, requests, requests, ports, Needs.NOTHING, Set.of(), script);
    }

    /** Only so many requests are answered. */
    public Act answered(int count) {
        return new Act(configured, expected, requests, count, ports, needs, blind, script);
    }

    /** Its connections share so many ports of the client, one after the other. */
    public Act onPorts(int count) {
        return new Act(configured, expected, requests, answers, count, needs, blind, script);
    }

    public Act needing(Needs other) {
        return new Act(configured, expected, requests, answers, ports, other, blind, script);
    }

    /** These views cannot see what happens, and are not asked. */
    public Act unseenBy(SeenBy... views) {
        return new Act(
                configured, expected, requests, answers, ports, needs, Set.of(views), script);
    }

    /** With more connections, which a program has opened of its own accord. */
    Act with(List<Expected> more) {
        List<Expected> all = Stream.concat(expected.stream(), more.stream()).toList();
        int added = more.stream().mapToInt(Expected::connections).sum();
        int allPorts = ports == ANY ? ANY : ports + added;
        return new Act(configured, all, requests, answers, allPorts, needs, blind, script);
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
