package dev.linger.server;

import java.io.IOException;

/** An answer that comes too late: a deadline has passed, or the connection is gone. */
public final class ExchangeOverException extends IOException {
    private static final long serialVersionUID = 1L;

    ExchangeOverException(String sentence) {
        super(sentence);
    }
}
