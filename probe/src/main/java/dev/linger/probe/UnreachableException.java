package dev.linger.probe;

/** The server cannot be asked; the message is a sentence for the person who wanted to. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean speaksOther;

    UnreachableException(String sentence) {
        this(sentence, false);
    }

    UnreachableException(String sentence, boolean speaksOther) {
        super(sentence);
        this.speaksOther = speaksOther;
    }

    /** Whether somebody is there who speaks something else: no HTTP, TLS, no TLS, another TLS. */
    boolean speaksOther() {
        return speaksOther;
    }
}
