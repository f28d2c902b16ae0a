/** Servers that answer each request with the same bytes, for {@code bench/server}. */
@NullMarked
package dev.linger.bench.peers;

import org.jspecify.annotations.NullMarked;
