/** Servers that answer each request with the same bytes, for {@code bench/server}. */
package dev.linger.bench.peers;
