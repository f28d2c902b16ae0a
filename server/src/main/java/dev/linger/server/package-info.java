/**
 * An HTTP/1.1 server (RFC 9112). {@link dev.linger.server.Server} listens; each of its loops
 * accepts connections of its own, and everything that happens to a connection happens on its loop:
 * {@code Connection} is the machine, {@code State} has its transitions, {@code Wire} is its socket.
 * A {@link dev.linger.server.Handler} answers an {@link dev.linger.server.Exchange}, on a virtual
 * thread unless it promises not to block. What ended is told to the {@link
 * dev.linger.server.Ledger}.
 */
@NullMarked
package dev.linger.server;

import org.jspecify.annotations.NullMarked;
