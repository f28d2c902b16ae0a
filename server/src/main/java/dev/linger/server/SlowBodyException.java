package dev.linger.server;

import java.io.IOException;

/** The client sends its request's body too slowly. */
public final class SlowBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowBodyException(String sentence) {
        super(sentence);
    }
}
