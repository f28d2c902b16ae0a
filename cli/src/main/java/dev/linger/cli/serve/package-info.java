/** The command {@code linger serve}: files or an echo, and why each connection ended. */
@NullMarked
package dev.linger.cli.serve;

import org.jspecify.annotations.NullMarked;
