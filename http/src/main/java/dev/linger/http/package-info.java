/** HTTP/1.1 messages (RFC 9110, RFC 9112): bytes in, events out. */
@NullMarked
package dev.linger.http;

import org.jspecify.annotations.NullMarked;
