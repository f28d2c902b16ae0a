/** What a request costs its client: {@code bench/client}. */
@NullMarked
package dev.linger.bench.client;

import org.jspecify.annotations.NullMarked;
