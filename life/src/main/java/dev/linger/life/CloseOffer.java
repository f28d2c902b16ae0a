package dev.linger.life;

import java.io.Serializable;

/**
 * A message after which its sender does not keep the connection (RFC 9112, section 9.3).
 *
 * @param exchange number of the request or response on its connection, from 1
 * @param http10 true: HTTP/1.0 without keep-alive; false: {@code Connection: close}
 * @param at the packet that completed its head
 */
public record CloseOffer(int exchange, boolean http10, Moment at) implements Serializable {}
