package dev.linger.testkit;

import java.time.Duration;

/** What no well-behaved client does. */
public sealed interface Misbehaviour {

    /** Does nothing for this long. */
    record Stall(Duration time) implements Misbehaviour {}

    /** Sends the text byte by byte, with this pause after each. */
    record Trickle(String text, Duration pause) implements Misbehaviour {}

    /** Sends a FIN and stays to read. */
    record HalfClose() implements Misbehaviour {}

    /** Ends with a RST. */
    record Reset() implements Misbehaviour {}
}
