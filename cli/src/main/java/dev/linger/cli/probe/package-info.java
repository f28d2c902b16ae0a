/** The command {@code linger probe}. */
@NullMarked
package dev.linger.cli.probe;

import org.jspecify.annotations.NullMarked;
