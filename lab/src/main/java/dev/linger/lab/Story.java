package dev.linger.lab;

import java.util.List;

/** Something about connections that is worth to be seen. Has a page of the same word. */
public interface Story {
    /** Its name, as it is typed: {@code keep-alive}. */
    String word();

    /** What it is about, in a few words without a full stop. */
    String title();

    /** What is to be learned from it: a few short sentences for a reader who knows no TCP. */
    String lesson();

    /** The same thing in different configurations. */
    List<Act> acts();
}
