/** The command {@code linger get}: asks, and shows which connection carried each request. */
@NullMarked
package dev.linger.cli.get;

import org.jspecify.annotations.NullMarked;
