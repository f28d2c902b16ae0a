package dev.linger.life;

import java.io.Serializable;

/**
 * A message that could not be parsed.
 *
 * @param side that sent it
 * @param at the packet
 * @param what is wrong with it, in one clause
 */
public record Fault(Side side, Moment at, String what) implements Serializable {}
