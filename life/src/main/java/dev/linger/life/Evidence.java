package dev.linger.life;

import java.io.Serializable;

/**
 * One thing that was seen and that a verdict rests on.
 *
 * @param at when and in which packet
 * @param says a clause: {@code server sent the first FIN}
 */
public record Evidence(Moment at, String says) implements Serializable {}
