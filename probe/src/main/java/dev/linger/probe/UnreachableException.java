package dev.linger.probe;

/** The server cannot be asked; the message is a sentence for the person who wanted to. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(String sentence) {
        super(sentence);
    }
}
