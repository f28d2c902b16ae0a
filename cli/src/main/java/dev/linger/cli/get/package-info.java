/** The command {@code linger get}. */
@NullMarked
package dev.linger.cli.get;

import org.jspecify.annotations.NullMarked;
