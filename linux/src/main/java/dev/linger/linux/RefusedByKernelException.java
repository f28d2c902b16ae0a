package dev.linger.linux;

/**
 * The kernel does not do what it was asked for. The message is a clause for people: what it was,
 * and why it is not done.
 */
public final class RefusedByKernelException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;

    private RefusedByKernelException(String message, int errno) {
        super(message, null, false, errno != Errno.ENOENT); // a socket that is gone is no news
        this.errno = errno;
    }

    static RefusedByKernelException because(String reason) {
        return new RefusedByKernelException(reason, 0);
    }

    /**
     * @param errno of the call that failed
     */
    static RefusedByKernelException doing(String what, int errno) {
        return new RefusedByKernelException(what + " failed: " + words(errno), errno);
    }

    private static String words(int errno) {
        return switch (errno) {
            case Errno.EPERM, Errno.EACCES -> "not permitted";
            case Errno.ENOENT -> "this kernel has no such diagnostics (module tcp_diag)";
            case Errno.EPROTONOSUPPORT ->
                    "this kernel has no socket diagnostics (module inet_diag)";
            case Errno.EAFNOSUPPORT ->
                    "sockets of this kind are forbidden here, as by RestrictAddressFamilies= of"
                            + " systemd, or missing from this kernel";
            case Errno.ENOMEM -> "not enough memory";
            default -> Errno.words(errno);
        };
    }

    /** Whether a capability would help. */
    public boolean lacksPermission() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
    }

    /** errno of the call that failed; 0 where none did. */
    int errno() {
        return errno;
    }
}
