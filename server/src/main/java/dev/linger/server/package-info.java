/**
 * An HTTP/1.1 server (RFC 9112). {@link dev.linger.server.Server} listens; each of its loops
 * accepts connections of its own, and everything that happens to a connection happens on its loop:
 * {@link dev.linger.server.Connection} is the machine, with all its transitions, {@link
 * dev.linger.server.SocketWire} its socket. A {@link dev.linger.server.Handler} answers an {@link
 * dev.linger.server.Exchange}, on a virtual thread unless it promises not to block. What ended is
 * told to the {@link dev.linger.server.Ledger}.
 */
@NullMarked
package dev.linger.server;

import org.jspecify.annotations.NullMarked;
