/** The vocabulary of a connection's life and end. No I/O, no clock, no dependency. */
module dev.linger.life {
    requires static org.jspecify;

    exports dev.linger.life;
}
