package dev.linger.capture.file;

/**
 * Nothing, or nothing more, can be read from a capture. The message is one sentence for people: the
 * file, where in it, what is wrong, and what to do about it.
 */
public final class BadCaptureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean isCut;

    BadCaptureException(String message) {
        this(message, false);
    }

    /**
     * @param isCut whether it only ends too early, as one does whose writer was killed
     */
    BadCaptureException(String message, boolean isCut) {
        super(message);
        this.isCut = isCut;
    }

    boolean isCut() {
        return isCut;
    }
}
