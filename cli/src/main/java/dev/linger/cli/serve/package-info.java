/** The command {@code linger serve}. */
@NullMarked
package dev.linger.cli.serve;

import org.jspecify.annotations.NullMarked;
