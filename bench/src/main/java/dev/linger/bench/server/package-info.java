/** Measures servers side by side, for {@code bench/server}. */
package dev.linger.bench.server;
