package dev.linger.capture.file;

/**
 * Nothing, or nothing more, can be read from a capture. The message is one sentence for people: the
 * file, where in it, what is wrong, and what to do about it.
 */
public final class BadCaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    BadCaptureException(String message) {
        super(message);
    }
}
