package dev.linger.linux;

import java.io.IOException;
import java.util.Locale;

/**
 * Which failure of a socket an exception is of: the JDK has one class for several, and takes its
 * words from the C library (strerror(3)), which speaks the language of the process's locale.
 */
public enum SocketFailure {
    /** EPIPE: written after the opposite side's RST, which came after its FIN. */
    BROKEN_PIPE(Errno.EPIPE, "broken pipe"),
    /** EADDRINUSE. */
    ADDRESS_IN_USE(Errno.EADDRINUSE, "already in use"),
    /** EADDRNOTAVAIL: the address is none of this host's, or no port of it is left. */
    NO_SUCH_ADDRESS(Errno.EADDRNOTAVAIL, "assign requested address"),
    /** ECONNREFUSED: a RST answered the SYN. */
    REFUSED(Errno.ECONNREFUSED, "connection refused");

    private final int errno;
    private final String english;

    SocketFailure(int errno, String english) {
        this.errno = errno;
        this.english = english;
    }

    /** Whether this is it. */
    public boolean isOf(Exception thrown) {
        String message = thrown instanceof IOException ? thrown.getMessage() : null;
        return message != null
                && (message.toLowerCase(Locale.ROOT).contains(english)
                        || message.contains(Errno.words(errno)));
    }
}
