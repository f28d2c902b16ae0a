/** Measures servers side by side, for {@code bench/server}. */
@NullMarked
package dev.linger.bench.server;

import org.jspecify.annotations.NullMarked;
