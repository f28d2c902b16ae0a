package dev.linger.lab;

/** What happens in an act, as a timeline. */
@FunctionalInterface
public interface Script {
    /** Plays it to the point at which the connections are to be looked at. */
    void play(Stage stage) throws Exception;
}
