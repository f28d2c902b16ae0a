package dev.linger.loop;

import java.io.IOException;

/** A file that was to be sent cannot be read; the connection is as it was. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnreadableFileException(IOException reason) {
        super("the file cannot be read: " + reason, reason);
    }
}
