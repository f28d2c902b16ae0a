package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.io.Serial;

/** A proxy digs no tunnel without a password (407): its answer is for the caller. */
final class UnauthorizedTunnelException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    final transient ResponseHead head;

    UnauthorizedTunnelException(String message, ResponseHead head) {
        super(message);
        this.head = head;
    }
}
