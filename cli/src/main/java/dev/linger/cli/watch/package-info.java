/** The command {@code linger watch}: the kernel's sockets, again and again. */
@NullMarked
package dev.linger.cli.watch;

import org.jspecify.annotations.NullMarked;
